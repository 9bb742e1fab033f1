"""Service hours: pure, and the shipped ones."""

from datetime import datetime

import pytest

from askcity.clock import TAIPEI
from askcity.errors import ConfigurationError
from handoff.duty.hours import load, parse

HOURS = parse(load())


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TAIPEI)


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        ("2026-11-26T08:00", True),  # a Thursday
        ("2026-11-26T07:59", False),
        ("2026-11-26T17:29", True),
        ("2026-11-26T17:30", False),
        ("2026-11-28T10:00", False),  # a Saturday
        ("2026-12-25T10:00", False),  # a holiday
        ("2027-02-10T10:00", False),
        ("2027-02-11T10:00", True),
    ],
)
def test_service_time_is_the_week_without_the_holidays(moment: str, open_: bool) -> None:
    assert HOURS.is_open(at(moment)) is open_


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-26T06:00", "2026-11-26T08:00"),
        ("2026-11-26T18:00", "2026-11-27T08:00"),
        ("2026-11-27T18:00", "2026-11-30T08:00"),
        ("2026-12-24T18:00", "2026-12-28T08:00"),
        ("2027-02-03T17:30", "2027-02-11T08:00"),
    ],
)
def test_the_next_opening_is_found_behind_weekends_and_holidays(moment: str, opens: str) -> None:
    assert HOURS.opens(at(moment)) == at(opens)


def test_in_a_typhoon_the_hours_are_longer_and_holidays_do_not_count() -> None:
    assert HOURS.is_open(at("2026-11-28T22:00"), typhoon=True)
    assert HOURS.is_open(at("2027-02-05T10:00"), typhoon=True)


def test_where_nobody_ever_serves_there_is_no_next_opening() -> None:
    assert parse({**load(), "week": {}}).opens(at("2026-11-26T06:00")) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"week": {"funday": ["08:00-09:00"]}},
        {"week": {"mon": ["09:00-08:00"]}},
        {"week": {"mon": ["8-9"]}},
        {"week": {"mon": "08:00-09:00"}},
        {"holidays": {"tomorrow": "x"}},
        {"holidays": []},
        {"most_waiting": "many"},
    ],
)
def test_wrong_hours_are_refused_in_one_line(wrong: dict[str, object]) -> None:
    with pytest.raises(ConfigurationError) as refusal:
        parse({**load(), **wrong})
    assert "\n" not in str(refusal.value)
