"""The ways in which a message tells days: in full, by month, by week, by a holiday, or away from today."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from bot.understanding.calendar import holidays, next_holiday, periods

WEEKDAYS = {day: place for place, day in enumerate("一二三四五六日")} | {"天": 6, "末": 5}
DAYS_AWAY = {"大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "大後天": 3, "後天": 2, "後日": 2}
DAYS_AWAY |= dict.fromkeys(("明天", "明日", "明晚", "明早"), 1)
DAYS_AWAY |= dict.fromkeys(("今天", "今日", "今晚", "今早", "現在", "此刻", "這時候"), 0)
YEARS_AWAY = {"前年": -2, "去年": -1, "今年": 0, "本年度": 0, "明年": 1, "後年": 2}
UNITS = {"天": 1, "日": 1, "週": 7, "周": 7, "星期": 7, "禮拜": 7, "個星期": 7, "個禮拜": 7}
PARTS = {"底": (25, 31), "初": (1, 10), "中": (11, 20)}
RECENT = 90
"""A day without a year is one that has gone by where that was no more than these days ago, else the next one."""
MONTHS_PAST = 3

FULL = re.compile(
    r"(?<!\d)(?:民國|西元)?\s*(?P<y>\d{2,4})\s*(?:年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日號]?|(?P<sep>[-/.])(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2})(?!\d))"
)
YEAR_MONTH = re.compile(
    r"(?<!\d)(?:民國|西元)?\s*(?P<y>1\d\d|20\d\d|\d\d(?=年))\s*年\s*(?P<m>\d{1,2})\s*月(?P<part>[底初中])?"
)
YEAR = re.compile(r"(?:民國\s*(?P<roc>\d{2,3})|(?<!\d)(?P<y>1[0-3]\d|20\d\d))\s*年(?:度)?(?!級|前|後|次|以)")
DAY = re.compile(
    r"(?<![\d/])(?:(?P<year>前年|去年|今年|明年|後年)的?)?(?:(?P<m>\d{1,2})月(?P<d>\d{1,2})[日號]?|(?P<m2>\d{1,2})/(?P<d2>\d{1,2})(?![\d/]))"
)
RELATIVE_MONTH = re.compile(
    r"(?P<way>這個?|本|當|下下個?|下個?|上個?)月(?:份|的(?=\d))?(?:(?P<d>\d{1,2})[號日]|(?P<part>[底初中]))?"
)
MONTH = re.compile(
    r"(?<!\d)(?:(?P<year>前年|去年|今年|明年|後年)的?)?(?P<m>\d{1,2})月(?:份)?(?P<part>[底初中])?(?!\d)"
)
MONTH_PART = re.compile(r"月(?P<part>[底初中])")
DAY_OF_MONTH = re.compile(
    r"(?<![\d路巷弄街段樓第之])(?P<d>\d{1,2})[號日](?!公車|線|樓|出口|碼|店|館|窗|內|以|前|後|室|機|球)"
)
DAYS_AWAY_WORD = re.compile("|".join(sorted(DAYS_AWAY, key=len, reverse=True)))
IN_DAYS = re.compile(r"(?P<n>\d{1,3})(?P<unit>天|日|週|周|個?星期|個?禮拜|個月)(?:之|以)?(?P<way>後|前)")
WEEK = re.compile(
    r"(?<![每至到、~-])(?<!每個)(?P<way>這個?|本|下下個?|下個?|上上個?|上個?)?(?:週|周|星期|禮拜)(?P<day>[一二三四五六日天末](?![至到、~-]))?"
)
WEEKEND = re.compile(
    r"(?P<way>這個?|下個?|上個?)?(?:(?:週|周)末|(?:週|周|禮拜|星期)六(?:、|和|跟|及)?(?:週|周|禮拜|星期)?日)"
)
YEAR_WORD = re.compile(
    r"(?P<year>前年|去年|今年|本年度|明年|後年)(?P<part>底|初)?|(?<![今明去])(?P<alone>年底|年初)"
)

Found = tuple[date, date, str]
"""The first and the last day, and the words that tell them."""


def told_days(text: str, today: date) -> Found | None:
    """The days that a text (with its numerals as digits) tells, None where it tells none."""
    return next((found for step in STEPS if (found := step(text, today)) is not None), None)


def _full_day(text: str, _: date) -> Found | None:
    for match in FULL.finditer(text):
        day = _day(_year(match["y"]), int(match["m"] or match["m2"]), int(match["d"] or match["d2"]))
        if day is not None:
            return day, day, match.group().strip()
    return None


def _month_of_year(text: str, _: date) -> Found | None:
    match = YEAR_MONTH.search(text)
    return _month(_year(match["y"]), int(match["m"]), match["part"], match.group()) if match else None


def _day_of_year(text: str, today: date) -> Found | None:
    for match in DAY.finditer(text):
        month, number = int(match["m"] or match["m2"]), int(match["d"] or match["d2"])
        day = _nearest(month, number, today, match["year"])
        if day is not None:
            return day, day, match.group()
    return None


def _relative_month(text: str, today: date) -> Found | None:
    match = RELATIVE_MONTH.search(text)
    if match is None:
        return None
    way = match["way"].removesuffix("個")
    year, month = _months_on(today, {"下": 1, "下下": 2, "上": -1}.get(way, 0))
    if match["d"]:
        day = _day(year, month, int(match["d"]))
        return (day, day, match.group()) if day else None
    return _month(year, month, match["part"], match.group())


def _named_month(text: str, today: date) -> Found | None:
    match = MONTH.search(text)
    if match is None or not 1 <= int(match["m"]) <= 12:
        return None
    month = int(match["m"])
    year = today.year + YEARS_AWAY.get(match["year"] or "", 0)
    if not match["year"] and month < today.month - MONTHS_PAST:
        year += 1
    return _month(year, month, match["part"], match.group())


def _part_of_month(text: str, today: date) -> Found | None:
    match = MONTH_PART.search(text)
    return _month(today.year, today.month, match["part"], match.group()) if match else None


def _day_of_month(text: str, today: date) -> Found | None:
    match = DAY_OF_MONTH.search(text)
    if match is None:
        return None
    number = int(match["d"])
    year, month = (today.year, today.month) if number >= today.day else _months_on(today, 1)
    day = _day(year, month, number)
    return (day, day, match.group()) if day else None


def _near_day(text: str, today: date) -> Found | None:
    match = DAYS_AWAY_WORD.search(text)
    if match is None:
        return None
    day = today + timedelta(days=DAYS_AWAY[match.group()])
    return day, day, match.group()


def _in_days(text: str, today: date) -> Found | None:
    match = IN_DAYS.search(text)
    if match is None:
        return None
    count = int(match["n"]) * (1 if match["way"] == "後" else -1)
    if match["unit"] == "個月":
        year, month = _months_on(today, count)
        day = date(year, month, min(today.day, monthrange(year, month)[1]))
    else:
        day = today + timedelta(days=count * UNITS[match["unit"]])
    return day, day, match.group()


def _weekend(text: str, today: date) -> Found | None:
    match = WEEKEND.search(text)
    if match is None:
        return None
    saturday = today - timedelta(days=today.weekday() - 5) + timedelta(weeks=_weeks(match["way"]))
    return saturday, saturday + timedelta(days=1), match.group()


def _week(text: str, today: date) -> Found | None:
    for match in WEEK.finditer(text):
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=_weeks(match["way"]))
        if match["day"]:
            day = monday + timedelta(days=WEEKDAYS[match["day"]])
            if match["way"] is None and day < today:
                day += timedelta(weeks=1)
            return day, day, match.group()
        if match["way"]:
            return monday, monday + timedelta(days=6), match.group()
    return None


def _holiday(text: str, today: date) -> Found | None:
    spoken = {word for holiday in holidays() for word in holiday.said if _named(word, text)}
    if not spoken:
        return _any_holiday(text, today)
    word = max(spoken, key=len)
    away = next(
        (YEARS_AWAY[year] for year in YEARS_AWAY if f"{year}{word}" in text or f"{year}的{word}" in text),
        None,
    )
    from_day = today if away is None else date(today.year + away, 1, 1)
    holiday = next_holiday(word, from_day)
    return (holiday.first, holiday.last, word) if holiday else None


def _named(word: str, text: str) -> bool:
    return re.search(rf"(?<!\d){word}(?!\d)", text) is not None


def _any_holiday(text: str, today: date) -> Found | None:
    """連假 is the next holiday of three days or more, 國定假日 the next one."""
    word = next((word for word in ("連假", "連續假期", "國定假日") if word in text), None)
    least = 0 if word == "國定假日" else 2
    coming = (one for one in holidays() if one.last >= today and (one.last - one.first).days >= least)
    found = next(coming, None) if word else None
    return (found.first, found.last, word) if found and word else None


def _period(text: str, today: date) -> Found | None:
    for word, (first, last) in periods().items():
        if word in text:
            year = today.year + (date(today.year, *last) < today)
            return date(year, *first), date(year, *last), word
    return None


def _whole_year(text: str, today: date) -> Found | None:
    match = YEAR.search(text)
    if match:
        year = _year(match["roc"] or match["y"])
        return date(year, 1, 1), date(year, 12, 31), match.group()
    match = YEAR_WORD.search(text)
    if match is None:
        return None
    year = today.year + YEARS_AWAY.get(match["year"] or "", 0)
    part = match["part"] or (match["alone"] or "")[-1:]
    first, last = {"底": ((12, 1), (12, 31)), "初": ((1, 1), (2, 28))}.get(part, ((1, 1), (12, 31)))
    if match["alone"] == "年初" and date(year, *last) < today:
        year += 1
    return date(year, *first), date(year, *last), match.group()


def _nearest(month: int, number: int, today: date, year_word: str | None) -> date | None:
    if year_word:
        return _day(today.year + YEARS_AWAY[year_word], month, number)
    day = _day(today.year, month, number)
    if day is not None and (today - day).days > RECENT:
        return _day(today.year + 1, month, number)
    return day


def _month(year: int, month: int, part: str | None, words: str) -> Found | None:
    if not 1 <= month <= 12:
        return None
    first, last = PARTS.get(part or "", (1, 31))
    return date(year, month, first), date(year, month, min(last, monthrange(year, month)[1])), words.strip()


def _months_on(today: date, count: int) -> tuple[int, int]:
    months = today.year * 12 + today.month - 1 + count
    return months // 12, months % 12 + 1


def _weeks(way: str | None) -> int:
    return {"下": 1, "下下": 2, "上": -1, "上上": -2}.get((way or "").removesuffix("個"), 0)


def _year(number: str) -> int:
    return int(number) if len(number) == 4 else int(number) + 1911


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number) if 1912 <= year <= 2200 else None
    except ValueError:
        return None


STEPS: tuple[Callable[[str, date], Found | None], ...] = (
    _full_day,
    _month_of_year,
    _day_of_year,
    _relative_month,
    _weekend,
    _in_days,
    _holiday,
    _named_month,
    _part_of_month,
    _near_day,
    _week,
    _day_of_month,
    _period,
    _whole_year,
)
"""What is looked for, the more exact before the less."""
