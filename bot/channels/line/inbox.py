"""The inbox: what LINE told us, durable before it hears a 200, each event once however often it comes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from sqlalchemy import Connection, delete, null, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.channels.line.incoming import Incoming
from bot.channels.line.tables import inbox
from handoff.service import Service

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (30, 60, 300, 900, 3_600))
"""After how long an event that was taken and not settled is taken again, since its process died or it failed."""
MOST_ATTEMPTS = len(PAUSES) + 1
SOON = timedelta(seconds=5)
AT_ONCE = 50


class Outcome(StrEnum):
    """What became of an event."""

    DONE = "done"
    IGNORED = "ignored"
    LIMITED = "limited"
    FAILED = "failed"


class Inbox(Service):
    """Keeps events until they have been handled."""

    async def receive(self, events: Sequence[Incoming]) -> None:
        """Store what is new; when this returns it is durable."""
        if events:
            await self._storage.writer.run(partial(_insert, events=events, now=self._now()))

    async def take(self) -> list[Incoming]:
        """The events that are due, in the order in which they happened; each comes back until it is settled."""
        return await self._storage.writer.run(partial(_take, now=self._now()))

    async def settle(self, event: Incoming, outcome: Outcome) -> None:
        """Note that an event has been handled, and forget what was in it."""
        await self._storage.writer.run(partial(_settle, event_id=event.event_id, outcome=outcome))

    async def put_back(self, event: Incoming) -> None:
        """Let an event be taken again soon, as if it had not been taken."""
        due, attempts = self._now() + SOON, event.attempt - 1
        row = update(inbox).where(inbox.c.event_id == event.event_id)
        await self._storage.writer.run(
            lambda connection: connection.execute(row.values(due_at=due, attempts=attempts)).rowcount
        )

    async def unsent(self, message_id: str) -> bool:
        """Whether the sender has taken a message back."""
        return await self._read(partial(_unsent, message_id=message_id))

    async def edited_since(self, event: Incoming) -> bool:
        """Whether the message of an event has been changed later; such events may come out of order."""
        return await self._read(partial(_edited_since, event=event))

    async def forget(self, older_than: timedelta) -> int:
        """Delete what was settled and came longer ago than that; how many events."""
        before = self._now() - older_than
        rows = delete(inbox).where(inbox.c.due_at.is_(None), inbox.c.received_at < before)
        return await self._storage.writer.run(lambda connection: connection.execute(rows).rowcount)


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
            "attempts": 0,
        }
        for event in events
    ]
    if connection.dialect.name == "sqlite":
        connection.execute(sqlite.insert(inbox).on_conflict_do_nothing(), rows)
    else:
        connection.execute(postgresql.insert(inbox).on_conflict_do_nothing(), rows)


def _take(connection: Connection, now: datetime) -> list[Incoming]:
    due = select(inbox).where(inbox.c.due_at <= now).order_by(inbox.c.happened_at, inbox.c.event_id)
    rows = connection.execute(due.limit(AT_ONCE).with_for_update(skip_locked=True)).all()
    for row in rows:
        again = now + PAUSES[min(row.attempts, len(PAUSES) - 1)]
        taken = update(inbox).where(inbox.c.event_id == row.event_id)
        connection.execute(taken.values(due_at=again, attempts=row.attempts + 1))
    return [
        Incoming(
            row.event_id,
            row.kind,
            row.message_id,
            row.happened_at,
            row.document,
            received_at=row.received_at,
            attempt=row.attempts + 1,
        )
        for row in rows
    ]


def _settle(connection: Connection, event_id: str, outcome: Outcome) -> None:
    row = update(inbox).where(inbox.c.event_id == event_id)
    connection.execute(row.values(document=null(), due_at=None, outcome=outcome))


def _unsent(connection: Connection, message_id: str) -> bool:
    query = select(inbox.c.event_id).where(inbox.c.message_id == message_id, inbox.c.kind == "unsend")
    return connection.execute(query.limit(1)).first() is not None


def _edited_since(connection: Connection, event: Incoming) -> bool:
    later = (inbox.c.kind == "messageEdited", inbox.c.happened_at > event.happened_at)
    query = select(inbox.c.event_id).where(inbox.c.message_id == event.message_id, *later)
    return connection.execute(query.limit(1)).first() is not None
