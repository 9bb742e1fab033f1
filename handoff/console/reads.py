"""What the floor reads beside the lists of conversations."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from handoff import consent
from handoff.events import Author
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
    """What the citizen asked last in each of these conversations, a yes or no to the offer of a person apart."""
    said = (events.c.conversation_id.in_(ids), events.c.author == Author.CITIZEN)
    query = select(events.c.conversation_id, events.c.text).where(*said).order_by(events.c.seq)
    return {
        row.conversation_id: row.text for row in connection.execute(query) if consent.given(row.text) is None
    }


def still_there(connection: Connection, ids: Sequence[str]) -> frozenset[str]:
    """Which of these conversations have not been erased."""
    query = select(conversations.c.id).where(conversations.c.id.in_(ids))
    return frozenset(connection.execute(query).scalars())
