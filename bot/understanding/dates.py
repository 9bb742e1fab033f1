"""The days and the hour that a message speaks of, in the city's time."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from askcity.clock import TAIPEI
from bot.understanding.data import LONGEST
from bot.understanding.days import told_days
from bot.understanding.numerals import digits

LATE_WORDS = ("下午", "傍晚", "晚上", "晚間", "今晚", "明晚", "昨晚", "晚")
OFFICE_MORNING = 7
"""An hour without morning or evening before this is one of the afternoon."""

CLOCK = re.compile(
    r"(?P<part>凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚間|半夜|今晚|明晚|昨晚|今早|明早|晚|早)?\s*(?:的)?"
    r"(?:(?<!\d)(?P<h>\d{1,2})點(?!數|心|\d%|以?[上下])(?:(?P<half>半)|(?P<mi>\d{1,2})分?)?|(?<!\d)(?P<h2>\d{1,2})[:：](?P<mi2>\d{2}))"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included, with the hour where one is told; `words` are those that tell it."""

    first: date
    last: date
    at: time | None
    words: str


def when(text: str, now: datetime) -> Span | None:
    """The days that a message speaks of, as of `now` (aware); None where it speaks of none."""
    local = now.astimezone(TAIPEI)
    said = digits(text[:LONGEST])
    hour = _hour(said)
    found = told_days(said, local.date())
    if found is None and hour is None:
        return None
    at, at_words = hour or (None, "")
    if found is None:
        return Span(local.date(), local.date(), at, at_words)
    first, last, words = found
    if at is None and words in ("現在", "此刻", "這時候"):
        at = local.time().replace(second=0, microsecond=0, tzinfo=None)
    return Span(first, last, at, words if at_words in words else words + at_words.removeprefix(words))


def _hour(text: str) -> tuple[time, str] | None:
    for match in CLOCK.finditer(text):
        hour, minute = int(match["h"] or match["h2"]), int(match["mi"] or match["mi2"] or 0)
        part = match["part"] or ""
        late = (part in LATE_WORDS and hour < 12) or (part == "中午" and hour < 3)
        if late or (not part and match["h"] and 0 < hour < OFFICE_MORNING):
            hour += 12
        if hour < 24 and minute < 60:
            return time(hour, 30 if match["half"] else minute), match.group().strip()
    return None
