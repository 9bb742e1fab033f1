"""The loader reads every form in which items are written."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from askcity.clock import TAIPEI
from demo.city import City
from eval.datasets import Aspect, Item, Split, load, rows
from eval.facts import shared, states
from eval.moments import Period, bounds, moment, spoken

PORT = 8401
THURSDAY = date(2026, 11, 26)


def loaded(row: dict[str, Any], city: City, folder: Path) -> list[Item]:
    """The items of a file with one row."""
    row = {"id": "x", "split": "test", **row}
    (folder / "one.jsonl").write_text(json.dumps(row), encoding="utf-8")
    return load("one", Split.TEST, city, PORT, folder)


def address(city: City, page: str) -> str:
    site, slug = page.split("/")
    return city.url(city.document(site, slug), PORT)


def test_a_question_with_pages_is_one_aspect(city: City, tmp_path: Path) -> None:
    row = {"question": "門票多少", "pages": ["zoo/visit", "zoo/english"], "facts": [["60元"]]}
    (item,) = loaded(row, city, tmp_path)
    gold = (address(city, "zoo/visit"), address(city, "zoo/english"))
    assert item.turns == ("門票多少",)
    assert item.aspects == (Aspect("", gold, (("60元",),)),)


def test_a_conversation_is_judged_by_its_last_turn(city: City, tmp_path: Path) -> None:
    row = {"turns": ["動物園幾點開", "那門票呢"], "pages": ["zoo/visit"], "facts": []}
    (item,) = loaded(row, city, tmp_path)
    assert item.question == "那門票呢"


def test_aspects_are_kept_apart(city: City, tmp_path: Path) -> None:
    aspects = [
        {"what": "門票", "pages": ["zoo/visit"], "facts": [["60元"]]},
        {"what": "停車", "pages": ["fineart/visit"], "facts": []},
    ]
    (item,) = loaded({"question": "要多少錢", "aspects": aspects}, city, tmp_path)
    assert [aspect.what for aspect in item.aspects] == ["門票", "停車"]


def test_pages_of_the_other_part_may_be_cited_too(city: City, tmp_path: Path) -> None:
    row = {"question": "書店市集", "pages": ["zoo/visit"], "facts": [], "also": ["events/book-fair"]}
    (item,) = loaded(row, city, tmp_path)
    assert item.aspects[0].also == (address(city, "events/book-fair"),)


@pytest.mark.parametrize("name", ["cross_agency", "conversations", "unanswerable"])
def test_all_question_files_are_read(name: str, city: City) -> None:
    every = [item for split in Split for item in load(name, split, city, PORT)]
    assert len(every) == len(list(rows(name)))
    assert all(bool(item.aspects) == (name != "unanswerable") for item in every)


def test_without_pages_nothing_answers(city: City, tmp_path: Path) -> None:
    (item,) = loaded({"question": "明天會下雨嗎", "pages": []}, city, tmp_path)
    assert item.aspects == ()


def test_a_star_stands_for_all_such_pages(city: City, tmp_path: Path) -> None:
    (item,) = loaded({"question": "禮拜三晚上", "pages": ["hr/office-*"], "facts": []}, city, tmp_path)
    assert len(item.aspects[0].gold) == 38


def test_dates_are_those_of_the_citys_day(city: City, tmp_path: Path) -> None:
    row = {
        "question": "{{+5 say}}放煙火嗎",
        "now": "+3 18:00",
        "pages": ["events/pier-winter-market"],
        "facts": [["{{+5 md}}"]],
    }
    (item,) = loaded(row, city, tmp_path)
    assert item.now == datetime(2026, 11, 29, 18, tzinfo=TAIPEI)
    assert item.question == "後天放煙火嗎"
    assert item.aspects[0].facts == (("12月1日",),)


def test_a_period_divides_the_events(city: City, tmp_path: Path) -> None:
    row = {"question": "這個月有什麼活動", "period": "next-month", "among": ["events/*"]}
    (item,) = loaded(row, city, tmp_path)
    assert address(city, "events/marathon") in item.aspects[0].gold
    assert address(city, "events/lantern-festival") in item.not_gold


def test_a_period_without_events_makes_no_item(city: City, tmp_path: Path) -> None:
    row = {"question": "今天有燈會嗎", "period": "today", "among": ["events/lantern-festival"]}
    assert loaded(row, city, tmp_path) == []


def test_an_unknown_page_is_an_error(city: City, tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        loaded({"question": "門票", "pages": ["zoo/none"], "facts": []}, city, tmp_path)


def test_only_the_items_of_the_part_are_loaded(city: City, tmp_path: Path) -> None:
    assert loaded({"question": "門票", "pages": [], "split": "calibration"}, city, tmp_path) == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("+0", datetime(2026, 11, 26, 12)),
        ("+3 09:30", datetime(2026, 11, 29, 9, 30)),
        ("thu 08:00", datetime(2026, 11, 26, 8)),
        ("wed 17:50", datetime(2026, 12, 2, 17, 50)),
        ("2026-12-31 14:00", datetime(2026, 12, 31, 14)),
    ],
)
def test_moments(written: str, meant: datetime) -> None:
    assert moment(written, THURSDAY) == meant.replace(tzinfo=TAIPEI)


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("+0", "今天"),
        ("+1", "明天"),
        ("+3", "這禮拜日"),
        ("+6", "下禮拜三"),
        ("+20", "12月16日"),
        ("-1", "11月25日"),
    ],
)
def test_days_as_they_are_spoken_of(mark: str, said: str) -> None:
    assert spoken(f"{{{{{mark} say}}}}有嗎", THURSDAY, THURSDAY) == f"{said}有嗎"


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (Period.TODAY, "2026-11-26", "2026-11-26"),
        (Period.WEEK, "2026-11-26", "2026-11-29"),
        (Period.WEEKEND, "2026-11-28", "2026-11-29"),
        (Period.NEXT_WEEK, "2026-11-30", "2026-12-06"),
        (Period.MONTH, "2026-11-26", "2026-11-30"),
        (Period.NEXT_MONTH, "2026-12-01", "2026-12-31"),
    ],
)
def test_periods(period: Period, first: str, last: str) -> None:
    assert bounds(period, THURSDAY) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("answer", "stated"),
    [("每輛50元", True), ("每輛150元", False), ("共1,250元", False), ("十二月", False), ("12月1日起", False)],
)
def test_a_fact_within_a_longer_figure_is_not_stated(answer: str, stated: bool) -> None:
    assert states(answer, ["50元", "2月1日"]) is stated


def test_wording_is_compared_by_pairs_of_characters() -> None:
    assert shared("垃圾車幾點", "垃圾車時間") == 0.5
    assert shared("OK", "OK") == 0.0
