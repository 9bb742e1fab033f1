"""Which days and hours a message speaks of, as of a Thursday, 26 November 2026, 10:05 in Taipei."""

from datetime import UTC, date, datetime, time

import pytest

from askcity.clock import TAIPEI
from bot.understanding.dates import when

NOW = datetime(2026, 11, 26, 10, 5, tzinfo=TAIPEI)


def days(text: str, now: datetime = NOW) -> tuple[str, str] | None:
    """The first and last day as ISO dates."""
    span = when(text, now)
    return (span.first.isoformat(), span.last.isoformat()) if span else None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今天圖書館有開嗎", "2026-11-26"),
        ("明天垃圾車會來嗎", "2026-11-27"),
        ("後天", "2026-11-28"),
        ("大後天可以去嗎", "2026-11-29"),
        ("這禮拜六有什麼活動", "2026-11-28"),
        ("下週六", "2026-12-05"),
        ("上週三申請的", "2026-11-18"),
        ("星期一有開嗎", "2026-11-30"),
        ("星期四有開嗎", "2026-11-26"),
        ("115年12月5日", "2026-12-05"),
        ("2026/12/3", "2026-12-03"),
        ("3/5開始嗎", "2027-03-05"),
        ("10/20那天停電", "2026-10-20"),
        ("十二月二十五號有開嗎", "2026-12-25"),
        ("3天後", "2026-11-29"),
        ("兩個禮拜後", "2026-12-10"),
        ("下個月5號", "2026-12-05"),
        ("15號可以領嗎", "2026-12-15"),
        ("明年3月5日", "2027-03-05"),
    ],
)
def test_a_day(text: str, day: str) -> None:
    assert days(text) == (day, day)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("週末有市集嗎", "2026-11-28", "2026-11-29"),
        ("這週", "2026-11-23", "2026-11-29"),
        ("下禮拜", "2026-11-30", "2026-12-06"),
        ("這個月有什麼活動", "2026-11-01", "2026-11-30"),
        ("下個月", "2026-12-01", "2026-12-31"),
        ("上個月的停車費", "2026-10-01", "2026-10-31"),
        ("月底前要報名嗎", "2026-11-25", "2026-11-30"),
        ("月初", "2026-11-01", "2026-11-10"),
        ("明年三月", "2027-03-01", "2027-03-31"),
        ("民國115年3月", "2026-03-01", "2026-03-31"),
        ("五月報稅", "2027-05-01", "2027-05-31"),
        ("去年的補助", "2025-01-01", "2025-12-31"),
        ("112年度", "2023-01-01", "2023-12-31"),
        ("年底", "2026-12-01", "2026-12-31"),
        ("暑假有營隊嗎", "2027-07-01", "2027-08-31"),
        ("過年垃圾車", "2027-02-04", "2027-02-10"),
        ("除夕", "2027-02-05", "2027-02-05"),
        ("端午節", "2027-06-09", "2027-06-09"),
        ("連假", "2026-12-25", "2026-12-27"),
        ("228有開嗎", "2027-02-27", "2027-03-01"),
    ],
)
def test_a_stretch_of_days(text: str, first: str, last: str) -> None:
    assert days(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "每週三垃圾車",
        "我小孩三歲",
        "中山路15號",
        "5號公車幾分一班",
        "一個月要多少",
        "月費多少",
        "點數100點",
        "",
        "電話2281234",
    ],
)
def test_no_day(text: str) -> None:
    assert when(text, NOW) is None


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("晚上八點還有人嗎", date(2026, 11, 26), time(20)),
        ("今天下午三點半", date(2026, 11, 26), time(15, 30)),
        ("週日下午兩點", date(2026, 11, 29), time(14)),
        ("明晚七點", date(2026, 11, 27), time(19)),
        ("8:30可以進去嗎", date(2026, 11, 26), time(8, 30)),
        ("五點還來得及嗎", date(2026, 11, 26), time(17)),
        ("現在有開嗎", date(2026, 11, 26), time(10, 5)),
    ],
)
def test_an_hour(text: str, day: date, at: time) -> None:
    span = when(text, NOW)
    assert span is not None
    assert (span.first, span.at) == (day, at)


def test_today_is_the_citys_today() -> None:
    assert days("今天", datetime(2026, 11, 26, 17, 0, tzinfo=UTC)) == ("2026-11-27", "2026-11-27")


def test_the_words_that_tell_it_are_given_back() -> None:
    span = when("請問這禮拜六有什麼活動", NOW)
    assert span is not None
    assert span.words == "這禮拜六"


def test_every_holiday_word_is_found_on_every_day_of_the_known_years() -> None:
    for month in range(1, 13):
        span = when("過年垃圾車", datetime(2026, month, 1, tzinfo=TAIPEI))
        assert span is not None
        assert span.last >= date(2026, month, 1)
