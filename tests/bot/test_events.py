"""A wish for events is met with those of the days asked about, in the order of their dates, each with its page."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from bot.answer import Answer, AnswerStatus, Question
from bot.finding import Searchable
from bot.pipeline import Pipeline
from tests.bot.conftest import NOON
from tests.index.town import Town, page

FAIR = "活動日期：11月28日至11月29日，地點在東禾區河濱公園。"
COFFEE = "活動期間：11月18日至11月24日，在西榮區公所前廣場。"
LIGHTS = "12月5日起在河岸點燈，12月25日結束。"
BLOOD = """| 日期 | 地點 |
| --- | --- |
| 11月22日 | 市府廣場 |
| 12月6日 | 東禾區公所前 |
| 12月20日 | 車站前 |"""
ROADS = "11月20日至11月30日東禾路施工，請改道。"
OVER = "活動期間：11月1日至11月3日。"


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    """A bot of a city with a few events."""
    town = Town(tmp_path_factory.mktemp("events") / "data")
    town.write(
        page("fair", "河濱市集", FAIR, valid_from=date(2026, 11, 28), valid_until=date(2026, 11, 29)),
        page("coffee", "西榮咖啡週", COFFEE, valid_from=date(2026, 11, 18), valid_until=date(2026, 11, 24)),
        page("lights", "河岸光雕展", LIGHTS, valid_from=date(2026, 12, 5), valid_until=date(2026, 12, 25)),
        page("blood", "捐血活動場次", BLOOD, valid_from=date(2026, 11, 22), valid_until=date(2026, 12, 20)),
        page("roads", "東禾路施工公告", ROADS, valid_from=date(2026, 11, 20), valid_until=date(2026, 11, 30)),
        page("over", "秋日音樂會", OVER, valid_from=date(2026, 11, 1), valid_until=date(2026, 11, 3)),
    )
    town.build()
    generation = town.open()

    @contextmanager
    def lend() -> Iterator[Searchable]:
        yield generation

    yield Pipeline(lend)
    generation.close()
    town.close()


def cited(answer: Answer) -> list[str]:
    return [citation.url.rsplit("/", 1)[-1] for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "pages"),
    [
        ("這個月有什麼活動", ["coffee", "blood", "fair"]),
        ("下個月有什麼活動可以參加", ["lights", "blood"]),
        ("這週末有什麼活動", ["coffee", "blood"]),
        ("下週末東禾區有什麼活動", ["fair"]),
        ("12月有什麼展覽", ["lights"]),
        ("最近有沒有市集", ["fair"]),
        ("今天有什麼好玩的活動", ["coffee"]),
    ],
)
def test_the_events_of_the_days_place_and_kind_in_order(
    question: str, pages: list[str], pipeline: Pipeline
) -> None:
    answer = pipeline.answer(Question(question, NOON))
    assert answer.status is AnswerStatus.ANSWERED
    assert cited(answer) == pages


def test_what_is_over_or_no_event_is_not_listed(pipeline: Pipeline) -> None:
    answer = pipeline.answer(Question("這個月有什麼活動", NOON))
    assert "秋日音樂會" not in answer.text
    assert "施工" not in answer.text


@pytest.mark.parametrize("question", ["活動中心怎麼租借", "我要辦活動要去哪裡申請", "河濱市集取消了嗎"])
def test_other_questions_about_events_get_no_list(question: str, pipeline: Pipeline) -> None:
    assert "依日期排列" not in pipeline.answer(Question(question, NOON)).text
