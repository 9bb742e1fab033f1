"""Whether a place is open, told from its opening hours only where they tell it surely."""

from datetime import datetime

import pytest

from askcity.clock import TAIPEI
from bot.understanding.opening import is_open

OFFICE = "週一至週五08:00–17:30"
MUSEUM = "週二至週日 09:00～17:00，週一休館"


def at(moment: str) -> datetime:
    """A moment in Taipei."""
    return datetime.fromisoformat(moment).replace(tzinfo=TAIPEI)


@pytest.mark.parametrize(
    ("hours", "moment", "expected"),
    [
        (OFFICE, "2026-11-26 10:00", True),
        (OFFICE, "2026-11-26 17:30", False),
        (OFFICE, "2026-11-28 10:00", False),
        ("星期一到星期五上午8時至12時、下午1時30分至5時30分", "2026-11-26 12:30", False),
        ("星期一到星期五上午8時至12時、下午1時30分至5時30分", "2026-11-26 14:00", True),
        (MUSEUM, "2026-11-30 10:00", False),
        (MUSEUM, "2026-11-29 10:00", True),
        ("每日9:00-21:00", "2026-11-29 20:59", True),
        ("全年無休，24小時開放", "2026-12-25 03:00", True),
        ("每日09:00-17:00，每月最後一個週四清館", "2026-11-26 10:00", False),
        ("每日09:00-17:00，每月最後一個週四清館", "2026-11-19 10:00", True),
        ("09:00-17:00（每月第一個星期一休館）", "2026-12-07 10:00", False),
        ("09:00-17:00（每月第一個星期一休館）", "2026-12-14 10:00", True),
        ("平日 10:00-18:00；假日 09:00-20:00", "2026-11-26 19:00", False),
        ("平日 10:00-18:00；假日 09:00-20:00", "2026-11-28 19:00", True),
        ("週一、三、五 09:00-12:00", "2026-11-27 10:00", True),
        ("週一、三、五 09:00-12:00", "2026-11-26 10:00", False),
        ("週五至週日 18:00-24:00", "2026-11-28 23:59", True),
    ],
)
def test_days_and_hours(hours: str, moment: str, expected: bool) -> None:
    assert is_open(hours, at(moment)) is expected


@pytest.mark.parametrize(
    ("hours", "moment", "expected"),
    [
        ("週一至週五08:00-17:30，國定假日休", "2026-12-25 10:00", False),
        ("週二至週日09:00-17:00，週一及國定假日休館", "2026-12-25 10:00", False),
        ("週二至週日09:00-17:00，週一休館，國定假日照常開放", "2026-12-25 10:00", True),
        ("週二至週日09:00-17:00，週一休館，國定假日照常開放", "2026-10-26 10:00", True),
        ("每日09:00-17:00，除夕休館", "2027-02-05 10:00", False),
        (OFFICE, "2026-12-25 10:00", None),
        ("每日09:00-17:00", "2026-12-25 10:00", True),
    ],
)
def test_holidays(hours: str, moment: str, expected: bool | None) -> None:
    assert is_open(hours, at(moment)) is expected


@pytest.mark.parametrize(
    "hours",
    [
        "採預約制",
        "09:00-17:00，夏令時間延長",
        "08:00-12:00 中午休息",
        "週一休館，遇國定假日照常開放，翌日休館",
        "請洽服務台",
        "",
    ],
)
def test_unsure_hours_tell_nothing(hours: str) -> None:
    assert is_open(hours, at("2026-11-26 10:00")) is None


def test_a_closing_day_alone_tells_only_of_itself() -> None:
    assert is_open("每週一休館", at("2026-11-30 10:00")) is False
    assert is_open("每週一休館", at("2026-12-01 10:00")) is None


def test_years_whose_holidays_are_unknown_tell_nothing() -> None:
    assert is_open(OFFICE, at("2031-01-06 10:00")) is None
