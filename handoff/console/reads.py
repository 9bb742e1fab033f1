"""What the floor reads beside the lists of conversations."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from sqlalchemy import Connection, func, select

from handoff.console.asking import asked
from handoff.events import Author, EventKind
from handoff.tables import conversations, events


@dataclass(frozen=True, slots=True)
class Fared:
    """How the bot's last answer in a conversation ended, and how sure it was."""

    status: str
    confidence: float | None


def answers(connection: Connection, ids: Sequence[str]) -> dict[str, Fared]:
    """The bot's last answer in each of these conversations."""
    of_the_bot = (events.c.conversation_id.in_(ids), events.c.author == Author.BOT)
    last = (
        select(events.c.conversation_id, func.max(events.c.seq).label("seq"))
        .where(*of_the_bot)
        .group_by(events.c.conversation_id)
        .subquery()
    )
    same = (events.c.conversation_id == last.c.conversation_id) & (events.c.seq == last.c.seq)
    rows = connection.execute(select(events.c.conversation_id, events.c.details).join(last, same))
    return {
        row.conversation_id: Fared(row.details.get("status", ""), row.details.get("confidence"))
        for row in rows
    }


def questions(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """What the citizen asked last in each of these conversations."""
    query = select(events).where(events.c.conversation_id.in_(ids), events.c.kind == EventKind.MESSAGE)
    rows = connection.execute(query.order_by(events.c.conversation_id, events.c.seq))
    talks = groupby(rows, key=attrgetter("conversation_id"))
    return {id_: said[-1].text for id_, talk in talks if (said := asked(talk))}


def still_there(connection: Connection, ids: Sequence[str]) -> frozenset[str]:
    """Which of these conversations have not been erased."""
    query = select(conversations.c.id).where(conversations.c.id.in_(ids))
    return frozenset(connection.execute(query).scalars())
