"""Service hours: the week, the holidays, the week in a typhoon; read from TOML or from what a supervisor stored."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from askcity.clock import TAIPEI
from askcity.errors import ConfigurationError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)")
LOOK_AHEAD = 60
"""Days within which the next opening is looked for."""

Span = tuple[int, int]
"""Minutes of a day: from, and up to but not including."""
Week = tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Hours:
    """When agents serve; days count from Monday."""

    week: Week
    typhoon: Week
    holidays: Mapping[date, str]
    most_waiting: int

    def is_open(self, at: datetime, *, typhoon: bool = False) -> bool:
        """Whether it is service time."""
        local = at.astimezone(TAIPEI)
        minute = local.hour * 60 + local.minute
        return any(begin <= minute < end for begin, end in self._spans(local.date(), typhoon))

    def holiday(self, at: datetime) -> str | None:
        """The name of the day's holiday."""
        return self.holidays.get(at.astimezone(TAIPEI).date())

    def opens(self, at: datetime, *, typhoon: bool = False) -> datetime | None:
        """When service time begins next, None where that is too far away."""
        today = at.astimezone(TAIPEI).date()
        for day in (today + timedelta(days=ahead) for ahead in range(LOOK_AHEAD)):
            for begin, _end in self._spans(day, typhoon):
                moment = datetime.combine(day, time(), TAIPEI) + timedelta(minutes=begin)
                if moment > at:
                    return moment
        return None

    def _spans(self, day: date, typhoon: bool) -> tuple[Span, ...]:
        if typhoon:
            return self.typhoon[day.weekday()]
        return () if day in self.holidays else self.week[day.weekday()]


def parse(document: Mapping[str, Any]) -> Hours:
    """Hours from a document in the shape of `hours.toml`. Raises ConfigurationError."""
    try:
        holidays = {date.fromisoformat(str(day)): str(name) for day, name in document["holidays"].items()}
        week, typhoon = _week(document["week"]), _week(document["typhoon"])
        return Hours(week, typhoon, holidays, int(document["most_waiting"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ConfigurationError(
            f"the service hours are wrong at {error}; write them as in handoff/duty/hours.toml"
        ) from error


def load(path: Path | None = None) -> dict[str, Any]:
    """The document of hours in a file, by default the shipped one. Raises ConfigurationError."""
    try:
        return tomllib.loads((path or Path(__file__).parent / "hours.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"cannot read the service hours in {path}: {error}") from error


def _week(days: Mapping[str, list[str]]) -> Week:
    unknown = set(days) - set(DAYS)
    if unknown:
        raise ValueError(f"day {min(unknown)!r}")
    return tuple(tuple(sorted(map(_span, days.get(day, ())))) for day in DAYS)


def _span(text: str) -> Span:
    found = SPAN.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r}")
    begin, end = int(found[1]) * 60 + int(found[2]), 24 * 60
    if found[3] is not None:
        end = int(found[3]) * 60 + int(found[4])
    if begin >= end:
        raise ValueError(f"{text!r}")
    return begin, end
