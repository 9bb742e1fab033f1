"""Which units of a page answer: the evidence for each, and how much of it is said."""

from bot.relevance import relevance, shipped
from bot.select import BEHIND, LONGEST, SHORT, Located, Scored, choose
from bot.units import Unit
from tests.bot.llm.stubs import passage

WORDS = {"送餐": 2.0, "多少": 1.0}


def unit(text: str, heading: str = "") -> Unit:
    """A sentence of a page."""
    return Unit(text, text, heading)


def scored(*units: tuple[str, float, bool]) -> list[Scored]:
    """Units of a page with their scores and whether they are what is asked for."""
    return [
        Scored(Located(place, passage(f"p{place}"), unit(text)), score, fits)
        for place, (text, score, fits) in enumerate(units)
    ]


def said(*units: tuple[str, float, bool], words: dict[str, float] = WORDS) -> list[str]:
    """What is chosen of them, best first."""
    return [one.unit.text for one in choose(scored(*units), words)]


def test_an_amount_is_told_from_other_sentences_however_money_is_asked_for() -> None:
    units = [unit("志工把便當送到家。"), unit("每餐50元。"), unit("向區公所申請。")]
    for question in ("一餐多少", "要付錢嗎", "How much is it"):
        kinds = [one.kind for one in relevance(question, WORDS, "", units, [True] * 3)]
        assert kinds == [0.0, 1.0, 0.0], question


def test_a_question_may_ask_for_several_kinds() -> None:
    units = [unit("每週五開放。"), unit("門票50元。"), unit("歡迎光臨。")]
    kinds = [one.kind for one in relevance("禮拜幾有開，門票多少", WORDS, "", units, [True] * 3)]
    assert kinds == [1.0, 1.0, 0.0]


def test_words_of_the_title_tell_nothing_apart_and_rare_ones_most() -> None:
    units = [unit("送餐服務的說明。"), unit("獨居長者送餐。"), unit("送餐的獨居長者。")]
    weights = {"送餐": 2.0, "獨居": 2.0, "服務": 2.0}
    first, second, third = relevance("獨居送餐服務", weights, "送餐", units, [True] * 3)
    assert first.words == second.words == third.words
    assert first.rare > second.rare == third.rare


def test_every_evidence_has_a_weight() -> None:
    assert set(shipped()) == set(type(relevance("", {}, "", [unit("一")], [True])[0]).__dataclass_fields__)


def test_what_answers_far_less_well_is_left_out() -> None:
    assert said(("甲", 4.0, False), ("乙", 4.0 - BEHIND + 0.6, False), ("丙", 4.0 - BEHIND - 0.6, False)) == [
        "甲",
        "乙",
    ]


def test_beside_what_is_asked_for_another_kind_must_answer_nearly_as_well() -> None:
    units = (("每餐50元。", 4.0, True), ("每份60元。", 1.2, True), ("志工送餐。", 1.2, False))
    assert said(*units) == ["每餐50元。", "每份60元。"]


def test_an_answer_has_its_length_and_a_plain_one_is_shorter() -> None:
    long = "字" * 60
    assert sum(map(len, said(*((f"{long}{n}", 4.0, True) for n in range(6))))) <= LONGEST
    plain = said(*((f"{long[:40]}送餐多少{n}", 4.0, True) for n in range(6)))
    assert sum(map(len, plain)) <= SHORT


def test_one_unit_is_said_however_long_it_is() -> None:
    assert said(("字" * 500, 1.0, False)) == ["字" * 500]
