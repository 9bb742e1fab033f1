"""Dates in the content: relative to the demo's today, or fixed; written as Taiwanese pages write them."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

EXPRESSION = re.compile(r"\{\{\s*([+-]\d+)(?:\s+([a-z]+))?\s*\}\}")
RELATIVE = re.compile(r"[+-]\d+")
LEFT = re.compile(r"\{[{%](?:.*?[%}]\})?|[%}]\}")
"""A mark that is left when all dates are written out, or half of one."""
WEEKDAYS = "一二三四五六日"
FIRST_YEAR = 1911
"""The republic's year 0 in the western calendar."""


class MarkError(ValueError):
    """A mark in a text that is no date."""

    def __init__(self, mark: str, what: str) -> None:
        super().__init__(what)
        self.mark = mark


def roc_long(day: date) -> str:
    """民國115年12月5日."""
    return f"民國{day.year - FIRST_YEAR}年{day.month}月{day.day}日"


def roc_dotted(day: date) -> str:
    """115.12.05."""
    return f"{day.year - FIRST_YEAR}.{day:%m.%d}"


def roc_dashed(day: date) -> str:
    """115-12-05."""
    return f"{day.year - FIRST_YEAR}-{day:%m-%d}"


def roc_period(first: date, last: date) -> str:
    """115年12月5日至12月31日; one day is written once, the year of the last day only where it is another."""
    return _period(first, last, FIRST_YEAR)


def western_period(first: date, last: date) -> str:
    """2026年12月5日至12月31日, in the same way."""
    return _period(first, last, 0)


def _period(first: date, last: date, first_year: int) -> str:
    begin = f"{first.year - first_year}年{first.month}月{first.day}日"
    if first == last:
        return begin
    year = "" if first.year == last.year else f"{last.year - first_year}年"
    return f"{begin}至{year}{last.month}月{last.day}日"


def _with_weekday(day: date) -> str:
    return f"{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}）"


FORMATS: dict[str, Callable[[date], str]] = {
    "": roc_long,
    "iso": date.isoformat,
    "slash": lambda day: f"{day:%Y/%m/%d}",
    "roc": roc_dotted,
    "md": lambda day: f"{day.month}月{day.day}日",
    "week": _with_weekday,
}


def fill(text: str, today: date) -> str:
    """The text with every `{{+12 format}}` written out. Raises MarkError for an unknown format or any other mark."""

    def written(match: re.Match[str]) -> str:
        name = match[2] or ""
        if name not in FORMATS:
            known = ", ".join(filter(None, FORMATS))
            raise MarkError(match[0], f"unknown date format {name!r} in {match[0]}; known: {known}")
        return FORMATS[name](today + timedelta(days=int(match[1])))

    filled = EXPRESSION.sub(written, text)
    if left := LEFT.search(filled):
        raise MarkError(left[0], f"{left[0]} is no date; write {{{{+12}}}} or {{{{-3 week}}}}")
    return filled


def resolve(value: object, today: date) -> date:
    """A day given as a date, as `2026-03-05` or as `-40` from today. Raises ValueError."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and RELATIVE.fullmatch(value):
        return today + timedelta(days=int(value))
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f'{value!r} is not a day; write "-40", "+3" or 2026-03-05') from None


def ago(day: date, today: date) -> str:
    """How long ago a day was, as single-page sites like to say it: 今天, 3天前, 2週前, 5個月前, 1年前."""
    days = (today - day).days
    steps = ((365, "年前"), (30, "個月前"), (7, "週前"), (1, "天前"))
    for length, unit in steps:
        if days >= length:
            return f"{days // length}{unit}"
    return "今天"
