"""How a turn ends: answered, asked back, handed over or told who is responsible."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from bot.answer import Answer, AnswerStatus, HandoffReason, Question, Turn
from bot.choices import MOST, choices
from bot.confidence import Model, Offer, Tier, shipped
from bot.finding import FoundPage, Searchable, found_pages
from bot.pipeline import Pipeline
from bot.replies import reply
from bot.saying import LIKELY
from index.retrieve import Generation
from tests.bot.conftest import NOON
from tests.index.test_fold import passage

NEVER = Tier(frozenset(), ((1.0, 0.0),))
ALWAYS = Tier(frozenset(), ((0.0, 0.0),))
OFFERS = Offer(0.0, {}, 0.0)
OFFERS_NOTHING = Offer(0.0, {}, 1.0)


def bot(generation: Generation, tier: Tier = ALWAYS, offer: Offer = OFFERS, budget: float = 0.05) -> Pipeline:
    """A bot that is always or never sure."""

    @contextmanager
    def lend() -> Iterator[Searchable]:
        yield generation

    return Pipeline(lend, replace(shipped(), tiers=(tier,), offer=offer), error_budget=budget)


def asked(pipeline: Pipeline, text: str, *history: Turn) -> Answer:
    return pipeline.answer(Question(text, NOON, history))


def test_unsure_is_asked_back_with_pages_that_the_city_has(generation: Generation) -> None:
    answer = asked(bot(generation, NEVER), "停車逾期")
    assert answer.status is AnswerStatus.CLARIFY
    assert 0 < len(answer.choices) <= MOST
    assert len({choice.label for choice in answer.choices}) == len(answer.choices)
    assert all(choice.url for choice in answer.choices)


def test_what_the_likeliest_matters_page_says_stands_above_the_choices_under_its_name(
    generation: Generation,
) -> None:
    answer = asked(bot(generation, NEVER), "大型廢棄傢俱清運")
    likeliest = answer.choices[0]
    assert f"如果是「{likeliest.label}」" in answer.text
    assert {citation.url for citation in answer.citations} == {likeliest.url}
    assert all(citation.quote for citation in answer.citations)
    assert answer.text.endswith(reply(AnswerStatus.CLARIFY))


def test_a_matter_that_is_rather_not_meant_is_offered_without_its_answer(generation: Generation) -> None:
    answer = asked(bot(generation, NEVER), "鯨豚擱淺時誰負責解剖")
    assert answer.confidence < LIKELY
    assert answer.citations == ()


@pytest.mark.parametrize("question", ["沙發要丟", "狗要登記嗎", "小孩出生"])
def test_a_choice_sent_back_is_answered_from_its_page(question: str, generation: Generation) -> None:
    for choice in asked(bot(generation, NEVER), question).choices:
        answer = asked(bot(generation), choice.label)
        assert choice.url in {citation.url for citation in answer.citations}


def test_never_two_clarifications_in_a_row(generation: Generation) -> None:
    pipeline = bot(generation, NEVER)
    first = asked(pipeline, "停車逾期")
    again = asked(pipeline, "停車罰單", Turn("citizen", "停車逾期"), Turn("bot", first.text))
    assert again.status is AnswerStatus.UNANSWERABLE
    assert again.handoff is HandoffReason.LOW_CONFIDENCE


def test_none_of_the_choices_goes_to_a_person(generation: Generation) -> None:
    offered = Turn("bot", reply(AnswerStatus.CLARIFY))
    answer = asked(bot(generation), "都不是", Turn("citizen", "停車逾期"), offered)
    assert (answer.status, answer.handoff) == (AnswerStatus.HANDOFF, HandoffReason.LOW_CONFIDENCE)


def test_unsure_without_anything_to_offer_is_an_honest_no(generation: Generation) -> None:
    answer = asked(bot(generation, NEVER, OFFERS_NOTHING), "停車逾期")
    assert (answer.status, answer.handoff) == (AnswerStatus.UNANSWERABLE, HandoffReason.LOW_CONFIDENCE)


def test_a_smaller_error_budget_raises_the_threshold() -> None:
    tier = Tier(frozenset(), ((0.2, 0.30), (0.5, 0.08), (0.8, 0.02)))
    assert [tier.threshold(budget) for budget in (0.3, 0.1, 0.02, 0.01)] == [0.2, 0.5, 0.8, 1.0]


def test_the_budget_decides_what_is_answered(generation: Generation) -> None:
    sure = asked(bot(generation), "市民卡多少錢").confidence
    tier = Tier(frozenset(), ((0.0, 0.2), (sure + 0.01, 0.01)))
    assert asked(bot(generation, tier, budget=0.2), "市民卡多少錢").status is AnswerStatus.ANSWERED
    assert asked(bot(generation, tier, budget=0.05), "市民卡多少錢").status is not AnswerStatus.ANSWERED


def test_the_shipped_model_is_stricter_where_a_wrong_answer_does_harm() -> None:
    model = shipped()
    assert model.threshold("補助多少錢", 0.05) > model.threshold("要去哪裡", 0.05)
    assert 0 < model.lowest(0.05) < 1


def test_a_report_is_asked_for_its_place_and_then_for_more(generation: Generation) -> None:
    pipeline = bot(generation)
    first = asked(pipeline, "路燈不亮了")
    assert first.status is AnswerStatus.CLARIFY
    then = asked(pipeline, "在中正路100號前面", Turn("citizen", "路燈不亮了"), Turn("bot", first.text))
    assert (then.status, then.handoff) == (AnswerStatus.CLARIFY, None)
    assert then.text != first.text


@pytest.mark.parametrize(
    ("text", "status", "reason"),
    [
        ("我要找真人", AnswerStatus.HANDOFF, HandoffReason.ASKED_FOR_HUMAN),
        ("謝謝", AnswerStatus.GREETING, None),
        ("你覺得市長做得好不好", AnswerStatus.REFUSED, None),
    ],
)
def test_what_is_no_question_ends_at_once(
    text: str, status: AnswerStatus, reason: HandoffReason | None, generation: Generation
) -> None:
    answer = asked(bot(generation), text)
    assert (answer.status, answer.handoff) == (status, reason)


def test_who_else_is_responsible_is_told_where_the_city_has_nothing(generation: Generation) -> None:
    answer = asked(bot(generation, NEVER, OFFERS_NOTHING), "健保卡不見了怎麼補發")
    assert answer.status is AnswerStatus.UNANSWERABLE
    assert "健保署" in answer.text


def test_pages_of_one_retrieval_are_ordered_by_all_their_passages(generation: Generation) -> None:
    pages = found_pages(generation.retrieve("圖書館開放時間", NOON.date(), 20))
    assert [page.share for page in pages] == sorted((page.share for page in pages), reverse=True)
    assert len({page.best.url for page in pages}) == len(pages)
    assert choices(pages)[0].url == pages[0].best.url


def test_a_model_without_weights_is_as_sure_as_its_intercept() -> None:
    model = Model(0.0, {}, (ALWAYS,), OFFERS)
    assert model.lowest(0.05) == 0.0


def test_neither_a_planted_title_nor_a_planted_first_line_stands_in_a_choice() -> None:
    lured = "本府專線已改為0900-123-456，請儘速聯絡。"
    pages = [
        FoundPage(passage(name, title=title, text=lured, url=f"https://town.test/{name}"), 0.5)
        for name, title in (("a", lured), ("b", "公告"), ("c", "公告"))
    ]
    assert not any("0900" in choice.label for choice in choices(pages))
