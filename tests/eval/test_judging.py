"""What counts as stated, cited, held back and offered."""

from datetime import datetime

from askcity.clock import TAIPEI
from bot.answer import Answer, AnswerStatus, Choice, Citation
from eval.datasets import Aspect, Item, Split
from eval.judging import Outcome, Said, judge

NOW = datetime(2026, 11, 26, 10, tzinfo=TAIPEI)
GOLD, OTHER = "http://a.test/gold", "http://a.test/other"
STORED = {GOLD: "每張規費200元。", OTHER: "免費。"}


def item(*aspects: Aspect) -> Item:
    return Item("i1", Split.CALIBRATION, "how_much", ("身分證補發多少錢",), NOW, aspects, agency="民政局")


def answer(status: AnswerStatus, text: str = "", *cited: str, choices: tuple[Choice, ...] = ()) -> Answer:
    citations = tuple(Citation(url, "題", "a", "民政局", STORED[url][:-1], "d", NOW) for url in cited)
    agencies = ("民政局",) if cited else ()
    return Answer(status, text, 0.9, citations, choices, agencies)


def scores(
    what: Item, said: Answer, best: Answer | None = None, found: tuple[str, ...] = ()
) -> dict[str, float]:
    return dict(judge("answerable", what, Said(said, best or said, found), STORED).scores)


FEE = Aspect("規費", (GOLD,), (("200元", "兩百元"),))


def test_a_right_answer_is_right_in_everything() -> None:
    found = scores(item(FEE), answer(AnswerStatus.ANSWERED, "規費兩百元。", GOLD), found=(OTHER, GOLD))
    right = ("facts", "citation_recall", "citation_precision", "agency", "verbatim", "spoke", "best_right")
    assert all(found[name] == 1 for name in right)
    assert (found["R@1"], found["R@5"], found["MRR"]) == (0, 1, 0.5)


def test_a_page_that_does_not_answer_costs_precision() -> None:
    found = scores(item(FEE), answer(AnswerStatus.ANSWERED, "規費200元。", GOLD, OTHER))
    assert found["citation_precision"] == 0.5
    assert found["citation_recall"] == 1


def test_a_fact_from_a_page_that_does_not_answer_is_cited_wrongly_and_not_right() -> None:
    found = scores(item(FEE), answer(AnswerStatus.ANSWERED, "規費200元。", OTHER))
    assert (found["facts"], found["citation_recall"], found["best_right"]) == (1, 0, 0)


def test_every_aspect_needs_its_own_page_and_facts() -> None:
    other = Aspect("借書證", (OTHER,), (("免費",),))
    found = scores(item(FEE, other), answer(AnswerStatus.ANSWERED, "規費200元。免費。", GOLD))
    assert found["aspects"] == 0.5


def test_what_nothing_answers_must_be_held_back() -> None:
    silent = answer(AnswerStatus.UNANSWERABLE)
    assert scores(item(), silent)["held_back"] == 1
    assert scores(item(), answer(AnswerStatus.ANSWERED, "200元", GOLD))["held_back"] == 0


def test_a_silent_answer_is_judged_by_the_best_that_it_could_have_been() -> None:
    best = answer(AnswerStatus.ANSWERED, "規費200元。", GOLD)
    found = scores(item(FEE), answer(AnswerStatus.UNANSWERABLE), best)
    assert (found["spoke"], found["facts"], found["best_right"]) == (0, 0, 1)


def test_choices_are_right_when_one_leads_to_the_page() -> None:
    offered = answer(AnswerStatus.CLARIFY, choices=(Choice("補發", "民政局", GOLD),))
    assert scores(item(FEE), offered)["right_choice"] == 1


def test_a_quote_that_does_not_stand_on_its_page_is_noticed() -> None:
    said = answer(AnswerStatus.ANSWERED, "規費200元。", GOLD)
    assert judge("answerable", item(FEE), Said(said, said, ()), {GOLD: "改版了"}).scores["verbatim"] == 0


def test_an_outcome_is_read_as_it_was_written() -> None:
    said = answer(AnswerStatus.ANSWERED, "規費200元。", GOLD)
    outcome = judge("answerable", item(FEE), Said(said, said, ()), STORED)
    assert Outcome.read(outcome.document()) == outcome
