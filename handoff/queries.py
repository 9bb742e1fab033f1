"""What can be read of conversations; each on a connection that never waits for a writer."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, or_, select

from askcity.errors import NotFoundError
from handoff import tokens
from handoff.events import Asked, Author, Conversation, Event, EventKind, Waiting
from handoff.journal import STANDING, standing
from handoff.states import State
from handoff.tables import conversations, events, questions

REMEMBERED = 20
"""Earlier messages given to the bot with a question."""


def authorize(connection: Connection, id_: str, token: str) -> None:
    """Raise NotFoundError unless there is such a conversation and the key is its own."""
    query = select(conversations.c.token_digest).where(conversations.c.id == id_)
    kept = connection.execute(query).scalar_one_or_none()
    if not tokens.matches(token, kept or b""):
        raise NotFoundError("no such conversation, or the token is not its own")


def find(connection: Connection, id_: str) -> Conversation:
    """Where a conversation stands. Raises NotFoundError."""
    row = connection.execute(select(*STANDING).where(conversations.c.id == id_)).one_or_none()
    if row is None:
        raise NotFoundError("no such conversation")
    return standing(row)


def read(connection: Connection, id_: str, after: int, limit: int) -> list[Event]:
    """The events behind `after`, in order, at most `limit`."""
    place = (events.c.conversation_id == id_, events.c.seq > after)
    return [
        _event(row)
        for row in connection.execute(select(events).where(*place).order_by(events.c.seq).limit(limit))
    ]


def waiting(connection: Connection, before: datetime, now: datetime, limit: int) -> list[Waiting]:
    """Messages that the bot owes an answer since before the given time and nobody is at, oldest first."""
    free = or_(questions.c.leased_until.is_(None), questions.c.leased_until <= now)
    due = select(questions).where(questions.c.asked_at <= before, free)
    query = due.order_by(questions.c.asked_at).limit(limit)
    return [Waiting(row.conversation_id, row.seq, row.asked_at) for row in connection.execute(query)]


def next_question(connection: Connection, id_: str, seq: int | None = None) -> Asked | None:
    """The conversation's oldest message that the bot owes an answer, or the one at `seq`, with what was said before it."""
    query = _oldest_question(id_)
    if seq is not None:
        query = query.where(questions.c.seq == seq)
    rows = connection.execute(query).all()
    if not rows:
        return None
    row = rows[0]
    said = connection.execute(_said_before(id_, row.seq)).all()
    history = tuple(_event(event) for event in reversed(said))
    return Asked(
        Waiting(id_, row.seq, row.asked_at),
        row.text,
        row.locale,
        row.version,
        history,
        row.site,
        len(rows) > 1,
    )


def _oldest_question(id_: str) -> Select[Any]:
    message = (events.c.conversation_id == questions.c.conversation_id) & (events.c.seq == questions.c.seq)
    columns = (
        questions.c.seq,
        questions.c.asked_at,
        events.c.text,
        conversations.c.locale,
        conversations.c.version,
        conversations.c.site,
    )
    return (
        select(*columns)
        .join_from(questions, events, message)
        .join(conversations, conversations.c.id == questions.c.conversation_id)
        .where(questions.c.conversation_id == id_, conversations.c.state == State.BOT)
        .order_by(questions.c.seq)
        .limit(2)
    )


def _said_before(id_: str, seq: int) -> Select[Any]:
    """What was said up to the question `seq`, latest first; answers to earlier questions may stand behind it."""
    said = (events.c.conversation_id == id_, events.c.kind == EventKind.MESSAGE)
    earlier = (events.c.seq < seq) | (events.c.author != Author.CITIZEN)
    return select(events).where(*said, earlier).order_by(events.c.seq.desc()).limit(REMEMBERED)


def _event(row: Row[Any]) -> Event:
    kind, author = EventKind(row.kind), Author(row.author)
    return Event(row.seq, kind, author, row.text, row.details, row.client_id, row.created_at)
