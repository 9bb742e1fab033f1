"""Several questions in one message: each is answered from its own page; what stays unsure is asked back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from bot.answer import AnswerStatus, Question, Turn
from bot.choices import MOST
from bot.confidence import Offer, Tier, shipped
from bot.finding import Searchable
from bot.pipeline import Pipeline
from bot.replies import offers_choices
from bot.understanding.aspects import aspects
from index.retrieve import Generation
from tests.bot.conftest import NOON

TWO_MATTERS = "犬貓登記逾期罰多少？公園的溜滑梯幾點關？"
"""The city has a page for the first, and for the second none."""


def bot(generation: Generation, sure_from: float) -> Pipeline:
    """A bot that is sure from a confidence on and offers choices for everything else."""

    @contextmanager
    def lend() -> Iterator[Searchable]:
        yield generation

    tiers = (Tier(frozenset(), ((sure_from, 0.0),)),)
    return Pipeline(lend, replace(shipped(), tiers=tiers, offer=Offer(0.0, {}, 0.0)))


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (
            "皮包被偷，身分證、市民卡都要補，各多少錢",
            ("身分證要補多少錢", "市民卡要補多少錢"),
        ),
        (
            "車子被拖吊，停車單也過期了，各要繳多少",
            ("車子被拖吊，要繳多少", "停車單也過期了，要繳多少"),
        ),
        (
            "社區要辦活動，想借禮堂，也想借腳踏車，要多早申請",
            ("想借禮堂，要多早申請", "也想借腳踏車，要多早申請"),
        ),
    ],
)
def test_what_is_asked_of_all_is_asked_of_each(message: str, expected: tuple[str, ...]) -> None:
    assert aspects(message) == expected


def test_each_question_is_answered_from_its_own_page(generation: Generation) -> None:
    answer = bot(generation, 0.0).answer(Question("市民卡多少錢？結婚登記要帶什麼？", NOON))
    assert answer.status is AnswerStatus.ANSWERED
    assert {citation.url.rsplit("/", 1)[-1] for citation in answer.citations} == {"card", "marriage"}
    assert answer.agencies == ("資訊局", "民政局")


def test_what_is_sure_is_answered_and_the_rest_offered_as_choices(generation: Generation) -> None:
    answer = bot(generation, 0.5).answer(Question(TWO_MATTERS, NOON))
    assert answer.status is AnswerStatus.PARTIAL
    assert "3,000元" in answer.text
    assert 0 < len(answer.choices) <= MOST
    assert offers_choices(answer.text)


def test_choices_are_not_offered_twice_in_a_row(generation: Generation) -> None:
    pipeline = bot(generation, 0.5)
    first = pipeline.answer(Question(TWO_MATTERS, NOON))
    turns = (Turn("citizen", TWO_MATTERS), Turn("bot", first.text))
    assert first.choices
    assert not pipeline.answer(Question(TWO_MATTERS, NOON, turns)).choices
