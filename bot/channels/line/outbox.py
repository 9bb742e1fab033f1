"""What is still to be told on LINE. The log itself is the outbox: a durable cursor says how far it has been planned.

A batch is written down before the call, so that a process that dies in between leaves behind what was under way: a reply
is then unknown and never repeated; a push is repeated under the same key, which LINE takes once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, exists, insert, select, update

from bot.channels.line.render import AT_ONCE, shown
from bot.channels.line.tables import chats, deliveries
from handoff import queries
from handoff.events import Event
from handoff.service import Service
from handoff.tables import conversations

TAKEN_FOR = timedelta(seconds=60)
"""A batch that was begun and not settled, since its process died, is looked at again after this."""
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 900, 1_800, 3_600, 7_200, 21_600))
"""How long a push waits after the first, second, … failure; within the 24 hours that LINE remembers a key."""
LOOKED_AT, MOST_CHATS = 50, 100


class Way(StrEnum):
    """How a message goes to LINE."""

    REPLY = "reply"
    PUSH = "push"
    NONE = "none"


class Status(StrEnum):
    """What became of a message; `unknown` means that LINE may or may not have it, and that it is not sent again."""

    SENDING = "sending"
    ACCEPTED = "accepted"
    UNKNOWN = "unknown"
    FAILED = "failed"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages that go out in one call; `id` is the retry key, `reply_token` is empty for a push."""

    id: str
    recipient: str
    way: Way
    attempt: int
    events: tuple[Event, ...]
    reply_token: str = field(default="", repr=False)


class Outbox(Service):
    """Plans batches and keeps what became of them."""

    async def plan(self) -> list[Batch]:
        """New batches of chats that have none under way; they are this process's to send."""
        behind = await self._read(_behind)
        work = (partial(_plan, id_=id_, now=self._now()) for id_ in behind)
        planned = [await self._storage.writer.run(one) for one in work]
        return [batch for batch in planned if batch is not None]

    async def take_up(self) -> list[Batch]:
        """Pushes that are due again. Replies that nobody finished become unknown."""
        return await self._storage.writer.run(partial(_take_up, now=self._now()))

    async def settle(self, batch: Batch, status: Status, detail: str) -> None:
        """Note how a batch ended."""
        values = {"status": status, "due_at": None, "error": "" if status is Status.ACCEPTED else detail[:64]}
        await self._change(batch, values)

    async def push_later(self, batch: Batch, detail: str, *, at_once: bool = False) -> None:
        """Try a batch that LINE does not have again, as a push; after the last attempt it has failed."""
        if batch.attempt > len(PAUSES):
            await self.settle(batch, Status.FAILED, detail)
            return
        due = self._now() if at_once else self._now() + PAUSES[batch.attempt - 1]
        await self._change(batch, {"way": Way.PUSH, "due_at": due, "error": detail[:64]})

    async def statuses(self, conversation: str) -> dict[int, Status]:
        """What became of each message of a conversation, by `seq`."""
        query = select(deliveries.c.seq, deliveries.c.status).where(
            deliveries.c.conversation_id == conversation
        )
        rows = await self._read(lambda connection: connection.execute(query).all())
        return {seq: Status(status) for seq, status in rows}

    async def _change(self, batch: Batch, values: dict[str, Any]) -> None:
        row = update(deliveries).where(deliveries.c.batch == batch.id)
        row = row.values(**values, updated_at=self._now())
        await self._storage.writer.run(lambda connection: connection.execute(row).rowcount)


def _behind(connection: Connection) -> list[str]:
    """The chats with something in the log that has not been planned, and nothing under way."""
    under_way = exists().where(
        deliveries.c.conversation_id == chats.c.conversation_id, deliveries.c.status == Status.SENDING
    )
    query = (
        select(chats.c.conversation_id)
        .join(conversations, conversations.c.id == chats.c.conversation_id)
        .where(conversations.c.last_seq > chats.c.planned_seq, ~under_way)
        .order_by(conversations.c.updated_at)
        .limit(MOST_CHATS)
    )
    return list(connection.execute(query).scalars())


def _plan(connection: Connection, id_: str, now: datetime) -> Batch | None:
    chat = connection.execute(select(chats).where(chats.c.conversation_id == id_).with_for_update()).first()
    if chat is None or _under_way(connection, id_):
        return None
    entries = queries.read(connection, id_, chat.planned_seq, LOOKED_AT)
    told = tuple(event for event in entries if shown(event))[:AT_ONCE]
    if not entries:
        return None
    full = len(told) == AT_ONCE
    values: dict[str, Any] = {"planned_seq": told[-1].seq if full else entries[-1].seq}
    batch = _batch(chat, told, now) if told else None
    if batch is not None:
        values |= {"reply_token": None, "reply_until": None}
        _write_down(connection, id_, batch, now)
    connection.execute(update(chats).where(chats.c.conversation_id == id_).values(**values))
    return batch if batch is not None and batch.way is not Way.NONE else None


def _batch(chat: Row[Any], told: Sequence[Event], now: datetime) -> Batch:
    """Free by the reply token while it is good, else a push."""
    good = chat.reply_token is not None and now < chat.reply_until
    way = Way.NONE if not chat.reachable else Way.REPLY if good else Way.PUSH
    token = chat.reply_token if way is Way.REPLY else ""
    return Batch(str(uuid4()), chat.recipient, way, 1, tuple(told), token)


def _write_down(connection: Connection, id_: str, batch: Batch, now: datetime) -> None:
    sending = batch.way is not Way.NONE
    fields = {
        "conversation_id": id_,
        "batch": batch.id,
        "way": batch.way,
        "status": Status.SENDING if sending else Status.BLOCKED,
        "attempts": batch.attempt,
        "due_at": now + TAKEN_FOR if sending else None,
        "error": "",
        "updated_at": now,
    }
    connection.execute(insert(deliveries), [{**fields, "seq": event.seq} for event in batch.events])


def _under_way(connection: Connection, id_: str) -> bool:
    query = select(deliveries.c.seq).where(
        deliveries.c.conversation_id == id_, deliveries.c.status == Status.SENDING
    )
    return connection.execute(query.limit(1)).first() is not None


def _take_up(connection: Connection, now: datetime) -> list[Batch]:
    overdue = (deliveries.c.status == Status.SENDING, deliveries.c.due_at <= now)
    lost = update(deliveries).where(*overdue, deliveries.c.way == Way.REPLY)
    connection.execute(lost.values(status=Status.UNKNOWN, due_at=None, error="interrupted", updated_at=now))
    due = select(deliveries).where(*overdue).order_by(deliveries.c.due_at, deliveries.c.seq)
    by_batch: dict[str, list[Row[Any]]] = {}
    for row in connection.execute(due.with_for_update(skip_locked=True)):
        by_batch.setdefault(row.batch, []).append(row)
    return [_again(connection, rows, now) for rows in by_batch.values()]


def _again(connection: Connection, rows: Sequence[Row[Any]], now: datetime) -> Batch:
    first = rows[0]
    id_, attempt = first.conversation_id, first.attempts + 1
    taken = update(deliveries).where(deliveries.c.batch == first.batch)
    connection.execute(taken.values(attempts=attempt, due_at=now + TAKEN_FOR))
    recipient = connection.execute(
        select(chats.c.recipient).where(chats.c.conversation_id == id_)
    ).scalar_one()
    entries = queries.read(connection, id_, rows[0].seq - 1, rows[-1].seq - rows[0].seq + 1)
    seqs = {row.seq for row in rows}
    told = tuple(event for event in entries if event.seq in seqs)
    return Batch(first.batch, recipient, Way.PUSH, attempt, told)
