"""The inbox: what LINE told us, durable before it hears a 200, each event once however often it comes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from sqlalchemy import Connection, null, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.channels.line.incoming import Incoming
from bot.channels.line.tables import inbox
from handoff.service import Service

TAKEN_FOR = timedelta(seconds=30)
"""An event that was taken and not settled, since its process died, is taken again after this."""
AT_ONCE = 50


class Outcome(StrEnum):
    """What became of an event."""

    DONE = "done"
    IGNORED = "ignored"


class Inbox(Service):
    """Keeps events until they have been handled."""

    async def receive(self, events: Sequence[Incoming]) -> None:
        """Store what is new; when this returns it is durable."""
        if events:
            await self._storage.writer.run(partial(_insert, events=events, now=self._now()))

    async def take(self) -> list[tuple[Incoming, datetime]]:
        """The events that are due with the time of their arrival, in the order in which they happened."""
        return await self._storage.writer.run(partial(_take, now=self._now()))

    async def settle(self, event: Incoming, outcome: Outcome) -> None:
        """Note that an event has been handled, and forget what was in it."""
        await self._storage.writer.run(partial(_settle, event_id=event.event_id, outcome=outcome))

    async def unsent(self, message_id: str) -> bool:
        """Whether the sender has taken a message back."""
        return await self._read(partial(_unsent, message_id=message_id))


def _insert(connection: Connection, events: Sequence[Incoming], now: datetime) -> None:
    rows = [
        {
            "event_id": event.event_id,
            "kind": event.kind,
            "message_id": event.message_id,
            "document": dict(event.document),
            "happened_at": event.happened_at,
            "received_at": now,
            "due_at": now,
        }
        for event in events
    ]
    if connection.dialect.name == "sqlite":
        connection.execute(sqlite.insert(inbox).on_conflict_do_nothing(), rows)
    else:
        connection.execute(postgresql.insert(inbox).on_conflict_do_nothing(), rows)


def _take(connection: Connection, now: datetime) -> list[tuple[Incoming, datetime]]:
    due = select(inbox).where(inbox.c.due_at <= now).order_by(inbox.c.happened_at, inbox.c.event_id)
    rows = connection.execute(due.limit(AT_ONCE).with_for_update(skip_locked=True)).all()
    taken = [row.event_id for row in rows]
    if taken:
        row = update(inbox).where(inbox.c.event_id.in_(taken))
        connection.execute(row.values(due_at=now + TAKEN_FOR))
    return [
        (Incoming(row.event_id, row.kind, row.message_id, row.happened_at, row.document), row.received_at)
        for row in rows
    ]


def _settle(connection: Connection, event_id: str, outcome: Outcome) -> None:
    row = update(inbox).where(inbox.c.event_id == event_id)
    connection.execute(row.values(document=null(), due_at=None, outcome=outcome))


def _unsent(connection: Connection, message_id: str) -> bool:
    query = select(inbox.c.event_id).where(inbox.c.message_id == message_id, inbox.c.kind == "unsend")
    return connection.execute(query.limit(1)).first() is not None
