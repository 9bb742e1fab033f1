"""Events of life that lead to several agencies at once, opened into what is usually done."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from bot.understanding.data import LONGEST, document
from bot.understanding.matter import asks, own_matter, weight

MOST_BESIDES = 4
"""Characters of other matter in a message that asks for all of an event."""
MOST_BESIDES_UNASKED = 1
"""The same where it asks for nothing: 我懷孕了."""


@dataclass(frozen=True, slots=True)
class LifeAspect:
    """One thing that the event asks for: its name for a citizen, how a city's pages call it, who does it, its place."""

    label: str
    query: str
    agency: str
    order: int


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """An event of life with its aspects in the order in which they are usually seen to."""

    key: str
    label: str
    aspects: tuple[LifeAspect, ...]


def life_event(text: str) -> LifeEvent | None:
    """The event that a message is about as a whole; None where it asks for one matter of it."""
    said = unicodedata.normalize("NFKC", text[:LONGEST]).lower()
    for words, event in _events():
        match = words.search(said)
        if match and _as_a_whole(said[: match.start()] + " " + said[match.end() :], said):
            return event
    return None


def _as_a_whole(rest: str, said: str) -> bool:
    """Whether what a message says besides the event asks for all of it, or nothing in particular."""
    data = document("life_events")
    general = re.search(data["asks_of_all"], said) is not None
    if re.search(data["one_matter"], f" {rest}") or (asks(said) and not general):
        return False
    rest = re.sub(data["asks_of_all"], " ", rest)
    return weight(own_matter(rest)) <= (MOST_BESIDES if general else MOST_BESIDES_UNASKED)


@cache
def _events() -> tuple[tuple[re.Pattern[str], LifeEvent], ...]:
    return tuple(
        (re.compile(event["words"]), LifeEvent(event["key"], event["label"], _aspects(event["aspects"])))
        for event in document("life_events")["event"]
    )


def _aspects(entries: list[dict[str, str]]) -> tuple[LifeAspect, ...]:
    return tuple(
        LifeAspect(entry["label"], entry["query"], entry["agency"], order)
        for order, entry in enumerate(entries)
    )
