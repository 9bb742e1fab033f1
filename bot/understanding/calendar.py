"""Taiwan's holidays of the years that are known (`calendar.toml`)."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.understanding.data import document


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday: its day, what people call it, the days off with the weekend beside it, and those that are no weekend."""

    name: str
    said: tuple[str, ...]
    day: date
    first: date
    last: date
    off: tuple[date, ...]


def names_on(day: date) -> frozenset[str]:
    """The holidays for which a day is off; empty on other days."""
    return frozenset(holiday.name for holiday in holidays() if day in holiday.off or day == holiday.day)


def next_holiday(words: str, today: date) -> Holiday | None:
    """The next holiday that goes by these words, today's included."""
    named = (holiday for holiday in holidays() if words in holiday.said and holiday.last >= today)
    return min(named, key=lambda holiday: holiday.first, default=None)


def is_known(day: date) -> bool:
    """Whether the holidays of a day's year are known."""
    return day.year in document("calendar")["years"]


@cache
def holidays() -> tuple[Holiday, ...]:
    """All holidays that are known, in order of time."""
    found = (
        Holiday(
            entry["name"],
            tuple(entry["said"]),
            entry["day"],
            entry["first"],
            entry["last"],
            tuple(entry["off"]),
        )
        for entry in document("calendar")["holiday"]
    )
    return tuple(sorted(found, key=lambda holiday: holiday.first))


@cache
def periods() -> dict[str, tuple[tuple[int, int], tuple[int, int]]]:
    """What people call a stretch of every year, with its first and last month and day."""
    return {
        word: ((entry["first"][0], entry["first"][1]), (entry["last"][0], entry["last"][1]))
        for entry in document("calendar")["period"]
        for word in entry["said"]
    }
