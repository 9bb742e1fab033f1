"""Days and periods as pages write them: ROC years, western years, relative days."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from crawler.extract.tree import fold

DAY = re.compile(
    r"(?<![\d.])(?P<roc>(?:中華)?民國)?\s*(?P<year>\d{2,4})\s*"
    r"(?:年\s*(?P<m1>\d{1,2})\s*月\s*(?P<d1>\d{1,2})\s*(?:日|號|(?!\d))"
    r"|(?P<sep>[-/.])(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2})(?!\d)(?!\.\d))"
)
SHORT_DAY = re.compile(
    r"(?<!\d)(?:(?P<m1>\d{1,2})\s*月\s*(?P<d1>\d{1,2})\s*(?:日|號)|(?P<m2>\d{1,2})/(?P<d2>\d{1,2}))(?![\d/])"
)
LAST_DAY = re.compile(r"(?<!\d)(?P<d1>\d{1,2})\s*(?:日|號)")
BETWEEN = re.compile(
    r"\s*(?:\([^)]{1,8}\)|[上下]午|中午|晚上|晚間|凌晨|星期.|週.)*\s*(?:\d{1,2}\s*[:時點]\s*(?:\d{1,2})?(?:\s*[:]\s*\d{1,2})?\s*分?)?\s*(?:起)?\s*(?:至|到|迄|~|∼|〜|-|–|—|─|起)+\s*(?:民國)?\s*"
)
RELATIVE = re.compile(
    r"(?P<n>\d{1,3}|[一二兩三四五六七八九十半])\s*(?:個)?\s*(?P<unit>分鐘?|小時|天|日|週|周|星期|禮拜|月|年|minutes?|hours?|days?|weeks?|months?|years?)\s*(?:以|之)?(?:前|ago)"
)
NAMED_DAYS = {
    "剛剛": 0,
    "剛才": 0,
    "今天": 0,
    "今日": 0,
    "昨天": 1,
    "昨日": 1,
    "前天": 2,
    "yesterday": 1,
    "today": 0,
}
DAYS_IN = {
    "分": 0,
    "小": 0,
    "天": 1,
    "日": 1,
    "週": 7,
    "周": 7,
    "星": 7,
    "禮": 7,
    "月": 30,
    "年": 365,
    "d": 1,
    "h": 0,
    "w": 7,
    "y": 365,
}
NUMERALS = {
    "一": 1,
    "二": 2,
    "兩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "半": 0,
}


@dataclass(frozen=True, slots=True)
class Span:
    """A period as written; None for an open end. `position` is where it begins in the text."""

    start: date | None
    end: date | None
    position: int = 0


def days(text: str) -> Iterator[tuple[date, int, int]]:
    """The full dates in a text, each with where it begins and ends."""
    folded = fold(text)
    for match in DAY.finditer(folded):
        day = _day(match)
        if day is not None:
            yield day, match.start(), match.end()


def first_day(text: str, today: date) -> date | None:
    """The first date in a text, full or relative to `today`."""
    found = next((day for day, _, _ in days(text)), None)
    return found or relative_day(text, today)


def relative_day(text: str, today: date) -> date | None:
    """A day said relative to `today`, such as 3天前."""
    match = RELATIVE.search(fold(text).lower())
    if match:
        count = NUMERALS.get(match["n"]) if match["n"] in NUMERALS else int(match["n"])
        unit = 30 if match["unit"].startswith("month") else DAYS_IN.get(match["unit"][0], 0)
        return today - timedelta(days=(count or 0) * unit)
    return next(
        (today - timedelta(days=back) for word, back in NAMED_DAYS.items() if word in text.lower()), None
    )


def spans(text: str, year: int | None = None) -> Iterator[Span]:
    """The periods in a text; a single day is a period of one day.

    `year` stands in for a year that the text leaves out; without it such dates are not seen.
    """
    folded = fold(text)
    position = 0
    while (first := _next_day(folded, position, year)) is not None:
        start, begins, ends = first
        end, position = _range_end(folded, ends, start)
        before, after = folded[max(0, begins - 6) : begins], folded[position : position + 4]
        if (end is None and re.search(r"(?:至|到|迄|截至|~|-)\s*(?:民國)?\s*$", before)) or (
            re.match(r"\s*(?:\([^)]*\))?\s*(?:止|前|截止)", after) and end is None
        ):
            yield Span(None, start, begins)
        elif end is None and re.match(r"\s*(?:\(.\))?\s*起", after):
            yield Span(start, None, begins)
        else:
            yield Span(start, end or start, begins)


def _next_day(text: str, position: int, year: int | None) -> tuple[date, int, int] | None:
    found = [
        match
        for match in [DAY.search(text, position), SHORT_DAY.search(text, position) if year else None]
        if match
    ]
    for match in sorted(found, key=lambda match: match.start()):
        day = _day(match) if match.re is DAY else _short(match, year or 0)
        if day is not None:
            return day, match.start(), match.end()
    if found:
        return _next_day(text, min(match.end() for match in found), year)
    return None


def _range_end(text: str, position: int, start: date) -> tuple[date | None, int]:
    """The day after a word like 至, with what it leaves out taken from the start; and where reading goes on."""
    between = BETWEEN.match(text, position)
    if between is None:
        return None, position
    for expression in (DAY, SHORT_DAY, LAST_DAY):
        match = expression.match(text, between.end())
        if match is None:
            continue
        if expression is DAY:
            end = _day(match)
        elif expression is SHORT_DAY:
            end = _short(match, start.year)
            end = _short(match, start.year + 1) if end and end < start else end
        else:
            end = _make(start.year, start.month, int(match["d1"]))
        if end is not None and end >= start:
            return end, match.end()
    return None, position


def _day(match: re.Match[str]) -> date | None:
    year = int(match["year"])
    if year < 1000:
        if match["m2"] and not match["roc"] and year < 80:
            return None
        year += 1911
    return _make(year, int(match["m1"] or match["m2"]), int(match["d1"] or match["d2"]))


def _short(match: re.Match[str], year: int) -> date | None:
    return _make(year, int(match["m1"] or match["m2"]), int(match["d1"] or match["d2"]))


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1912 <= year <= 2200 else None
    except ValueError:
        return None
