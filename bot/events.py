"""The events of a stretch of days, in the order of their dates, each with its page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answer import Answer, AnswerStatus, Question
from bot.compose import Draft, citations
from bot.finding import Searchable
from bot.guard import shown_title
from bot.replies import reply
from bot.understanding.data import document
from bot.understanding.events import EventsAsked, events_asked
from bot.units import Unit, units
from bot.verify import Statement, verified
from index.passage import Passage
from index.tokens import tokens

CANDIDATES = 400
"""Passages that are looked at."""
MOST = 8
LISTED = 0.9
"""How likely a list is right: titles and dates tell of an event what its page may tell otherwise."""
ONE_BY_ONE = 3
"""Dated rows from which a page tells each day of its event."""
WEEKDAYS = "一二三四五六日"
DAY = re.compile(r"(?<!\d)(?P<m>\d{1,2})月(?P<d>\d{1,2})日")


@dataclass(frozen=True, slots=True)
class Event:
    """A page about an event with its days, and the statement that its days rest on."""

    passage: Passage
    first: date
    last: date
    statement: Statement


def events_answer(question: Question, text: str, generation: Searchable) -> Answer | None:
    """The list of events that a message asks for; None where it asks for none, or the city tells of none."""
    asked = events_asked(text, question.now)
    if asked is None:
        return None
    found = events(asked, generation)
    if not found:
        return None
    shown = found[:MOST]
    lines = "\n".join(_line(one) for one in shown)
    more = reply("answered_more_events", count=str(len(found) - MOST)) if len(found) > MOST else ""
    draft = Draft(tuple(one.statement for one in shown))
    text = reply("answered_events", when=asked.words, events=lines) + more
    return Answer(AnswerStatus.ANSWERED, text, LISTED, citations(draft), agencies=draft.agencies)


def events(asked: EventsAsked, generation: Searchable) -> list[Event]:
    """The events of the days asked about that take place where it is asked, in order."""
    words = dict.fromkeys(tokens(document("events")["search"]), 1.0)
    words |= dict.fromkeys((token for place in asked.places for token in tokens(place)), 3.0)
    pages = {one.url: one for one in generation.lexical.search(words, CANDIDATES) if _is_event(one, asked)}
    there = _fitting(list(pages.values()), asked)
    found = (event for passage in there for event in _event(passage, asked, generation))
    return sorted(found, key=lambda one: (max(one.first, asked.first), one.last, one.passage.title))


def _fitting(pages: Sequence[Passage], asked: EventsAsked) -> list[Passage]:
    """The pages of the place and the kind asked for: a place is the site's, else it stands on the page."""
    if asked.places:
        own = [one for one in pages if _names(f"{one.site_name} {one.agency} {one.title}", asked.places)]
        pages = own or [one for one in pages if _names(one.text, asked.places)]
    kind = re.compile("|".join(asked.kinds))
    return [one for one in pages if kind.search(one.title)] or list(pages)


def _names(text: str, places: Sequence[str]) -> bool:
    return any(place in text for place in places)


def _is_event(passage: Passage, asked: EventsAsked) -> bool:
    """Whether a page is about an event that is on in the days asked about, by its title and its dates."""
    first, last = passage.valid_from, passage.valid_until
    if first is None or last is None or first > asked.last or last < asked.first:
        return False
    data = document("events")
    return bool(re.search(data["titles"], passage.title)) and not re.search(data["not_titles"], passage.title)


def _event(passage: Passage, asked: EventsAsked, generation: Searchable) -> Iterator[Event]:
    """The page as an event, where its own rows do not tell that nothing is on in those days."""
    if passage.valid_from is None or passage.valid_until is None:
        return
    page = generation.lexical.page(passage.url)
    told = [(one, unit) for one in page for unit in units(one)]
    rows = [(one, unit, day) for one, unit in told if unit.is_row for day in _days(unit, passage.valid_from)]
    days = [row for row in rows if asked.first <= row[2] <= asked.last]
    if len(rows) >= ONE_BY_ONE and not days:
        return
    first, last = passage.valid_from, passage.valid_until
    if len(rows) >= ONE_BY_ONE:
        first, last = days[0][2], days[-1][2]
    best = (days and (days[0][0], days[0][1])) or next(
        ((one, unit) for one, unit in told if DAY.search(unit.text)), None
    )
    if best is None:
        return
    statement = Statement(best[1].text, best[1].quote, best[0], stands_alone=True)
    if verified([statement]):
        yield Event(passage, first, last, statement)


def _days(unit: Unit, near: date) -> Iterator[date]:
    """The days that a row tells, in the year in which they come soonest after `near`."""
    for match in DAY.finditer(unit.text):
        for year in (near.year, near.year + 1):
            try:
                day = date(year, int(match["m"]), int(match["d"]))
            except ValueError:
                continue
            if day >= near:
                yield day
                break


def _line(event: Event) -> str:
    told = _day(event.first) if event.first == event.last else f"{_day(event.first)}至{_day(event.last)}"
    passage = event.passage
    return f"- {told}　{shown_title(passage.title, passage.url, passage.agency)}（{passage.agency}）"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"
