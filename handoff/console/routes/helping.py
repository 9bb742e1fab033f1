"""What helps an agent to answer: replies drafted by the bot, pages to attach."""

from typing import Annotated, Any

from fastapi import Query

from handoff.console import wire
from handoff.console.asking import asked
from handoff.console.door import Seen, Wired, guarded
from handoff.events import Event, EventKind
from handoff.queries import REMEMBERED

MOST_SOURCES = 8
WORTH_IT = 2
"""Questions of the citizen's from which on a conversation is put in brief."""

router = guarded()


@router.get("/conversations/{conversation}/suggestions")
async def suggest(wired: Wired, seen: Seen) -> list[Any]:
    """Replies to what the citizen said last, with their sources."""
    events = [event for event in await wired.office.log.read_all(seen.id) if event.kind is EventKind.MESSAGE]
    text, history = _asked(events)
    found = await wired.suggester.suggest(text, history, seen.locale) if text else []
    return [wire.plain(one) for one in found]


@router.get("/conversations/{conversation}/brief")
async def brief(wired: Wired, seen: Seen) -> list[str]:
    """What the conversation is about, in a few lines by the language model; none where there is none."""
    events = [event for event in await wired.office.log.read_all(seen.id) if event.kind is EventKind.MESSAGE]
    worth_it = len(asked(events)) >= WORTH_IT
    return await wired.suggester.summarise(events, seen.locale) if worth_it else []


@router.get("/sources")
async def search_sources(
    wired: Wired, words: Annotated[str, Query(min_length=1, max_length=200)]
) -> list[Any]:
    """Pages of the city to attach to a message."""
    return [wire.plain(one) for one in await wired.sources.search(words, MOST_SOURCES)]


def _asked(events: list[Event]) -> tuple[str, list[Event]]:
    """What the citizen asked last, and what was said just before it."""
    said = asked(events)
    return (said[-1].text, events[: events.index(said[-1])][-REMEMBERED:]) if said else ("", [])
