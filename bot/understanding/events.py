"""「這個月有什麼活動」: the days asked about and the places named."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from askcity.clock import TAIPEI
from bot.understanding.data import LONGEST, document, pattern
from bot.understanding.dates import when

AHEAD = timedelta(days=30)
"""How far 最近 reaches."""
JOINED = re.compile(r"[、，,/\s]|跟|和|與|及|或者?|還是|以及")
PLACE = 2
"""Characters that a place has at least."""


@dataclass(frozen=True, slots=True)
class EventsAsked:
    """A wish for a list of events from `first` to `last`, at the places named; `words` tell the days."""

    first: date
    last: date
    words: str
    places: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    """Patterns of the titles of the kinds of events that are asked for; empty where no kind is named."""


def events_asked(text: str, now: datetime) -> EventsAsked | None:
    """The days and places whose events a message asks for; None where it asks for no list."""
    said = text[:LONGEST]
    data = document("events")
    if not pattern("events", "asked").search(said) or re.search(data["not_asked"], said):
        return None
    today = now.astimezone(TAIPEI).date()
    span = when(said, now)
    if span is None:
        lately = re.search(data["lately"], said)
        words = lately.group() if lately else "最近"
        return EventsAsked(today, today + AHEAD, words, _places(said.replace(words, " ")), _kinds(said))
    if span.last < today:
        return None
    places = _places(said.replace(span.words, " "))
    return EventsAsked(max(today, span.first), span.last, span.words, places, _kinds(said))


def _kinds(said: str) -> tuple[str, ...]:
    asked = pattern("events", "asked").search(said)
    wish = asked.group() if asked else ""
    return tuple(titles for words, titles in document("events")["kinds"].items() if re.search(words, wish))


def _places(said: str) -> tuple[str, ...]:
    left = re.sub(document("events")["filler"], " ", re.sub(r"[?？。！!~～]", " ", said))
    return tuple(piece for piece in JOINED.split(left) if len(piece) >= PLACE)
