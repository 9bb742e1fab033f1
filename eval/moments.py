"""When a question is asked, and how its asker speaks of days: always relative to the demo city's day."""

import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from askcity.clock import TAIPEI

NOON = time(12, 0)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SAID = re.compile(r"\{\{([+-]\d+) say\}\}")
NEAR = {0: "今天", 1: "明天", 2: "後天"}
WEEKDAYS = "一二三四五六日"


class Period(StrEnum):
    """A stretch of days that a question asks about; what is over before the question is no part of it."""

    TODAY = "today"
    WEEK = "week"
    WEEKEND = "weekend"
    NEXT_WEEK = "next-week"
    MONTH = "month"
    NEXT_MONTH = "next-month"


def moment(written: str, today: date) -> datetime:
    """When a question is asked: `+3 09:30`, `sat 19:00` (that day or the next such one) or `2026-12-31 18:00`.

    Without a time it is noon. Raises ValueError.
    """
    day, _, clock = written.partition(" ")
    return datetime.combine(_day(day, today), time.fromisoformat(clock) if clock else NOON, TAIPEI)


def _day(written: str, today: date) -> date:
    if written in DAYS:
        return today + timedelta(days=(DAYS.index(written) - today.weekday()) % 7)
    if written[:1] in ("+", "-"):
        return today + timedelta(days=int(written))
    return date.fromisoformat(written)


def spoken(text: str, today: date, asked: date) -> str:
    """The text with every `{{+5 say}}` as somebody would say that day on the day he asks: 明天, 下禮拜三, 12月5日."""
    return SAID.sub(lambda match: _said(today + timedelta(days=int(match[1])), asked), text)


def _said(day: date, asked: date) -> str:
    monday = asked - timedelta(days=asked.weekday())
    weeks = (day - monday).days // 7
    if name := NEAR.get((day - asked).days):
        return name
    if day > asked and weeks < 2:
        return f"{'下' if weeks else '這'}禮拜{WEEKDAYS[day.weekday()]}"
    return f"{day.month}月{day.day}日"


def bounds(period: Period, asked: date) -> tuple[date, date]:
    """The first and the last day of a period as it is meant on the day of asking."""
    monday = asked - timedelta(days=asked.weekday())
    month = asked.replace(day=1)
    following = _next(month)
    first, last = {
        Period.TODAY: (asked, asked),
        Period.WEEK: (monday, monday + timedelta(days=6)),
        Period.WEEKEND: (monday + timedelta(days=5), monday + timedelta(days=6)),
        Period.NEXT_WEEK: (monday + timedelta(days=7), monday + timedelta(days=13)),
        Period.MONTH: (month, following - timedelta(days=1)),
        Period.NEXT_MONTH: (following, _next(following) - timedelta(days=1)),
    }[period]
    return max(first, asked), last


def _next(month: date) -> date:
    """The first day of the month after."""
    return (month + timedelta(days=31)).replace(day=1)
