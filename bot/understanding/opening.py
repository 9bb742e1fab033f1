"""Whether a place is open at a time, from the usual Taiwanese ways of writing opening hours; None where that is not sure."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from askcity.clock import TAIPEI
from bot.understanding.calendar import is_known, names_on
from bot.understanding.data import LONGEST, document

WEEKDAYS = "一二三四五六日"
ALL_WEEK = frozenset(range(7))
WORKING = frozenset(range(5))
REST = frozenset({5, 6})
LAST = -1
CLOCK = r"(?P<{0}p>上午|中午|下午|晚上|凌晨|早上)?(?P<{0}h>\d{{1,2}})(?:[:點時](?P<{0}m>\d{{2}})?分?)"
RANGE = re.compile(CLOCK.format("a") + "-" + CLOCK.format("b"))
NTH = re.compile(r"每?月?第(?P<n>[一二三四1-4](?:[、及和,][一二三四1-4])*)個?週(?P<day>[一二三四五六日])")
LAST_OF_MONTH = re.compile(r"(?:每月)?(?:最後一?個?|最末個?)週(?P<day>[一二三四五六日])")
WEEK = re.compile(
    r"週(?P<first>[一二三四五六日])-週?(?P<last>[一二三四五六日])|(?:每?逢?|每)週(?P<list>[一二三四五六日](?:[、及和與,]?週?[一二三四五六日])*)"
)


@dataclass(frozen=True, slots=True)
class Days:
    """Which days a statement is about: days of the week, of a month's weeks (`nth`), holidays in general or by name."""

    week: frozenset[int] = frozenset()
    nth: tuple[tuple[int, int], ...] = ()
    holidays: bool = False
    named: frozenset[str] = frozenset()

    def __or__(self, other: "Days") -> "Days":
        return Days(
            self.week | other.week,
            self.nth + other.nth,
            self.holidays or other.holidays,
            self.named | other.named,
        )

    def cover(self, day: date, holidays: frozenset[str]) -> bool:
        """Whether a day, on which these holidays fall, is among them."""
        if holidays and (self.holidays or self.named & holidays):
            return True
        return day.weekday() in self.week or any(_is_nth(day, *one) for one in self.nth)


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said of some days: open at these hours, closed (no hours), or open as ever (`anyway`)."""

    days: Days
    hours: tuple[tuple[time, time], ...] = ()
    anyway: bool = False


def is_open(text_of_hours: str, at: datetime) -> bool | None:
    """Whether a place with these hours is open at `at` (aware), None where the text does not tell surely."""
    local = at.astimezone(TAIPEI)
    text = _plain(text_of_hours[:LONGEST])
    if re.search(document("opening")["unsure"], text) or not is_known(local.date()):
        return None
    statements = _statements(text)
    return None if statements is None else _decided(statements, local)


def _decided(statements: list[Statement], local: datetime) -> bool | None:
    day, holidays = local.date(), names_on(local.date())
    closed = [one for one in statements if not one.hours and not one.anyway]
    opened = [one for one in statements if one.hours]
    anyway = any(one.anyway and one.days.cover(day, holidays) for one in statements)
    if not anyway and any(one.days.cover(day, holidays) for one in closed):
        return False
    if holidays:
        own = [one for one in opened if one.days.holidays or one.days.named & holidays]
        opened = own or [one for one in opened if anyway or one.days.week == ALL_WEEK]
    if not opened:
        return None
    return any(_within(one, local.time()) for one in opened if holidays or one.days.cover(day, holidays))


def _statements(text: str) -> list[Statement] | None:
    """What is said of which days; None where something is said that is not understood."""
    found: list[Statement] = []
    days, last = Days(), ""
    for kind, match, said in _tokens(text):
        if kind == "days" and said is not None:
            days = said if last in ("hours", "closed", "anyway", "") else days | said
        elif kind == "hours":
            hours = _hours(match)
            if hours is None:
                return None
            if last == "hours":
                found[-1] = Statement(found[-1].days, (*found[-1].hours, hours))
            else:
                found.append(Statement(days if days != Days() else Days(ALL_WEEK), (hours,)))
        elif kind == "closed":
            if last != "days":
                return None
            found.append(Statement(days))
        elif kind == "anyway":
            found.append(Statement(days if last == "days" else Days(ALL_WEEK, holidays=True), anyway=True))
        elif kind == "next_day":
            return None
        last = kind
    return found


def _tokens(text: str) -> Iterator[tuple[str, re.Match[str], Days | None]]:
    """The stretches of a text that say something of days or hours, in order."""
    data = document("opening")
    kinds = [("hours", RANGE.pattern), ("all_day", data["all_day"]), ("nth", NTH.pattern)]
    kinds += [("last", LAST_OF_MONTH.pattern), ("every_day", data["every_day"]), ("week", WEEK.pattern)]
    kinds += [(key, data[key]) for key in ("public_holidays", "rest_days", "working_days")]
    kinds += [(f"named{place}", words) for place, words in enumerate(data["named"])]
    kinds += [(key, data[key]) for key in ("next_day", "anyway", "closed")]
    position = 0
    while True:
        matches = ((kind, re.compile(words).search(text, position)) for kind, words in kinds)
        found = [(kind, match) for kind, match in matches if match is not None]
        if not found:
            return
        kind, match = min(found, key=lambda one: (one[1].start(), -one[1].end()))
        position = match.end()
        if kind in ("hours", "next_day", "anyway", "closed"):
            yield kind, match, None
        elif kind == "all_day":
            yield "hours", match, None
        else:
            yield "days", match, _days(kind, match)
            if match.group() == "全年無休":
                yield "anyway", match, None


def _days(kind: str, match: re.Match[str]) -> Days:
    if kind == "nth":
        return Days(
            nth=tuple(
                (_number(n), WEEKDAYS.index(match["day"])) for n in re.findall(r"[一二三四1-4]", match["n"])
            )
        )
    if kind == "last":
        return Days(nth=((LAST, WEEKDAYS.index(match["day"])),))
    if kind == "week":
        return Days(_week(match))
    if kind.startswith("named"):
        return Days(named=frozenset(list(document("opening")["named"].values())[int(kind[5:])]))
    return {
        "every_day": Days(ALL_WEEK),
        "working_days": Days(WORKING),
        "rest_days": Days(REST, holidays=True),
        "public_holidays": Days(holidays=True),
    }[kind]


def _week(match: re.Match[str]) -> frozenset[int]:
    if match["list"]:
        return frozenset(WEEKDAYS.index(day) for day in match["list"] if day in WEEKDAYS)
    first, last = WEEKDAYS.index(match["first"]), WEEKDAYS.index(match["last"])
    return frozenset(day % 7 for day in range(first, last + 1 if last >= first else last + 8))


def _hours(match: re.Match[str]) -> tuple[time, time] | None:
    if "ah" not in match.groupdict():
        return time(0), time.max
    first, last = _clock(match, "a"), _clock(match, "b", match["ap"])
    if first is None or last is None or last <= first:
        return None
    return first, last


def _clock(match: re.Match[str], side: str, part: str | None = None) -> time | None:
    """One side of a range; `part` is the part of the day where the side does not say it: 下午1時至5時."""
    hour, minute = int(match[f"{side}h"]), int(match[f"{side}m"] or 0)
    if (match[f"{side}p"] or part) in ("下午", "晚上") and hour < 12:
        hour += 12
    if hour == 24 and minute == 0:
        return time.max
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _within(statement: Statement, at: time) -> bool:
    return any(first <= at < last for first, last in statement.hours)


def _is_nth(day: date, nth: int, weekday: int) -> bool:
    if day.weekday() != weekday:
        return False
    if nth == LAST:
        return day.day + 7 > monthrange(day.year, day.month)[1]
    return (day - timedelta(days=1)).day // 7 + 1 == nth if day.day > 1 else nth == 1


def _number(numeral: str) -> int:
    return int(numeral) if numeral.isdigit() else WEEKDAYS.index(numeral) + 1


def _plain(text: str) -> str:
    """A text in NFKC, with one spelling for weekdays, dashes and 至, without spaces."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    text = re.sub(r"星期|禮拜|周", "週", text).replace("週天", "週日").replace("週週", "週")
    return re.sub(
        r"(?<=[\d點時分一二三四五六日])[至到~〜–—－─-]+(?=[上中下早晚凌\d週一二三四五六日])", "-", text
    )
