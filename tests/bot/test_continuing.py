"""A question that goes on about the matter before is answered from that matter's page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from bot.answer import Answer, Question, Turn
from bot.confidence import Tier, shipped
from bot.finding import Searchable
from bot.pipeline import Pipeline
from bot.replies import reply
from index.retrieve import Generation
from tests.bot.conftest import NOON


@pytest.fixture(scope="module")
def pipeline(generation: Generation) -> Pipeline:
    """A bot that says whatever it would say at best."""

    @contextmanager
    def lend() -> Iterator[Searchable]:
        yield generation

    return Pipeline(lend, replace(shipped(), tiers=(Tier(frozenset(), ((0.0, 0.0),)),)))


def after(pipeline: Pipeline, text: str, *before: str, offered: bool = False) -> Answer:
    """The answer to a message after others, the last of which the bot answered or, `offered`, met with choices."""
    told = reply("clarify") if offered else "依本市規定辦理。"
    history = tuple(turn for one in before for turn in (Turn("citizen", one), Turn("bot", told)))
    return pipeline.answer(Question(text, NOON, history))


@pytest.mark.parametrize(
    ("before", "message", "page", "fact"),
    [
        ("生育津貼怎麼申請", "那要帶什麼", "birth", "存摺"),
        ("生育津貼怎麼申請", "雙胞胎多少", "birth", "30,000元"),
        ("我要結婚登記", "免費嗎", "marriage", "免費"),
        ("狗要登記嗎", "超過多久會被罰 罰多少", "dog", "3,000元"),
        ("東禾區公所電話", "那竹溪的呢", "office/7", "555-8107"),
    ],
)
def test_a_follow_up_is_answered_from_the_matters_page(
    before: str, message: str, page: str, fact: str, pipeline: Pipeline
) -> None:
    answer = after(pipeline, message, before)
    assert fact in answer.text
    assert all(citation.url.endswith(page) for citation in answer.citations)


@pytest.mark.parametrize(
    ("before", "message", "page"),
    [("生育津貼怎麼申請", "床墊要丟怎麼約", "waste"), ("我要結婚登記", "市民卡多少錢", "card")],
)
def test_another_matter_is_not_drawn_to_the_page_before(
    before: str, message: str, page: str, pipeline: Pipeline
) -> None:
    assert after(pipeline, message, before).citations[0].url.endswith(page)


def test_a_page_that_answered_before_makes_surer(pipeline: Pipeline) -> None:
    alone = after(pipeline, "雙胞胎多少").confidence
    assert after(pipeline, "雙胞胎多少", "生育津貼怎麼申請").confidence > alone


def test_a_tapped_choice_answers_what_was_asked_before_it(pipeline: Pipeline) -> None:
    answer = after(pipeline, "生育津貼申請", "雙胞胎可以領多少錢", offered=True)
    assert "30,000元" in answer.text
    assert "存摺" not in answer.text
