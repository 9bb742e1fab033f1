"""The outbox's work in the database, each piece in one transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    delete,
    exists,
    false,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from bot.channels.line.batches import Batch, Pushes, Status, Way
from bot.channels.line.linking.meant import meant_for_line
from bot.channels.line.render import fitting, shown
from bot.channels.line.tables import chats, deliveries
from handoff import queries
from handoff.events import Author, Event
from handoff.states import State
from handoff.tables import conversations, events

TAKEN_FOR = timedelta(seconds=60)
"""A batch that was begun and not settled, since its process died, is looked at again after this."""
LOOKED_AT = 50


def behind(
    connection: Connection, pushes: Pushes, now: datetime, *, since: datetime | None, limit: int
) -> list[str]:
    """The chats with something to be told, and nothing under way; of those that nothing new holds up only those that
    stirred `since`, so that not all of them need be looked at each time."""
    may_reply = chats.c.reply_until > now
    waits_for_tap = and_(chats.c.tap_until.is_not(None), chats.c.tap_until > now, ~_true(may_reply))
    ready = select(chats.c.conversation_id).where(~waits_for_tap, ~_has(Status.SENDING)).limit(limit)
    unplanned = ready.join(conversations, conversations.c.id == chats.c.conversation_id).where(
        conversations.c.last_seq > chats.c.planned_seq
    )
    if since is not None:
        unplanned = unplanned.where(conversations.c.state.in_(State), conversations.c.updated_at >= since)
    unplanned = unplanned.order_by(conversations.c.updated_at)
    freed = ready.where(
        chats.c.reachable,
        chats.c.conversation_id.in_(
            select(deliveries.c.conversation_id).where(deliveries.c.status == Status.HELD)
        ),
        or_(_true(may_reply), _freed(pushes)),
    )
    found = [id_ for query in (freed, unplanned) for id_ in connection.execute(query).scalars()]
    return list(dict.fromkeys(found))[:limit]


def plan(connection: Connection, id_: str, pushes: Pushes, now: datetime) -> Batch | None:
    """A chat's next batch, written down; None where there is none, or it must wait."""
    chat = connection.execute(select(chats).where(chats.c.conversation_id == id_).with_for_update()).first()
    if chat is None or connection.execute(select(_has(Status.SENDING, id_))).scalar_one():
        return None
    held = _held(connection, id_)
    entries = queries.read(connection, id_, chat.planned_seq, LOOKED_AT)
    fresh = meant_for_line(connection, id_, [event for event in entries if shown(event)])
    told = [*held, *fresh]
    way = _way(chat, told, pushes, now)
    batch = None
    if way in (Way.REPLY, Way.PUSH) and told:
        token = chat.reply_token if way is Way.REPLY else ""
        batch = Batch(str(uuid4()), id_, chat.recipient, way, 1, tuple(fitting(told)), token)
        _begin(connection, batch, now)
        spent = {"reply_token": None, "reply_until": None}
        _move_on(connection, id_, _reached(batch, fresh, entries), spent)
    elif entries:
        _set_aside(connection, id_, fresh, Status.BLOCKED if not chat.reachable else Status.HELD, now)
        _move_on(connection, id_, entries[-1].seq, {})
    return batch


def take_up(connection: Connection, limit: int, now: datetime) -> tuple[list[Batch], list[str]]:
    """Pushes that are due again, and the conversations in which replies that nobody finished became unknown."""
    overdue = (deliveries.c.status == Status.SENDING, deliveries.c.due_at <= now)
    replies = (*overdue, deliveries.c.way == Way.REPLY)
    lost = connection.execute(select(deliveries.c.conversation_id).where(*replies).distinct()).scalars().all()
    if lost:
        values = {"status": Status.UNKNOWN, "due_at": None, "error": "interrupted", "updated_at": now}
        connection.execute(update(deliveries).where(*replies).values(**values))
    due = select(deliveries.c.batch).where(*overdue).group_by(deliveries.c.batch)
    waiting = connection.execute(due.order_by(func.min(deliveries.c.due_at)).limit(limit)).scalars().all()
    again = [_again(connection, batch, now) for batch in waiting]
    return [batch for batch in again if batch is not None], list(lost)


def _way(chat: Row[Any], told: Sequence[Event], pushes: Pushes, now: datetime) -> Way:
    """Free by the reply token while it is good, else a push as far as there are any."""
    if not chat.reachable:
        return Way.NONE
    if chat.reply_token is not None and now < chat.reply_until:
        return Way.REPLY
    return Way.PUSH if pushes.allow(told) else Way.NONE


def _begin(connection: Connection, batch: Batch, now: datetime) -> None:
    """Write down what is about to be sent; what was held goes along under the new batch."""
    seqs = [event.seq for event in batch.events]
    place = (deliveries.c.conversation_id == batch.conversation, deliveries.c.seq.in_(seqs))
    connection.execute(delete(deliveries).where(*place))
    sending = {"batch": batch.id, "way": batch.way, "status": Status.SENDING, "attempts": batch.attempt}
    _write_down(connection, batch.conversation, batch.events, {**sending, "due_at": now + TAKEN_FOR}, now)


def _set_aside(
    connection: Connection, id_: str, told: Sequence[Event], status: Status, now: datetime
) -> None:
    fields = {"batch": str(uuid4()), "way": Way.NONE, "status": status, "attempts": 0, "due_at": None}
    _write_down(connection, id_, told, fields, now)


def _write_down(
    connection: Connection, id_: str, told: Sequence[Event], fields: dict[str, Any], now: datetime
) -> None:
    rows = [
        {**fields, "conversation_id": id_, "seq": event.seq, "error": "", "updated_at": now} for event in told
    ]
    if rows:
        connection.execute(insert(deliveries), rows)


def _move_on(connection: Connection, id_: str, seq: int | None, values: dict[str, Any]) -> None:
    reached = {} if seq is None else {"planned_seq": seq}
    if values or reached:
        row = update(chats).where(chats.c.conversation_id == id_)
        connection.execute(row.values(**values, **reached))


def _reached(batch: Batch, fresh: Sequence[Event], entries: Sequence[Event]) -> int | None:
    """How far the log has been planned with this batch; None where it held only what had been planned before."""
    sent = {event.seq for event in batch.events}
    if all(event.seq in sent for event in fresh):
        return entries[-1].seq if entries else None
    return max((event.seq for event in fresh if event.seq in sent), default=None)


def _held(connection: Connection, id_: str) -> list[Event]:
    query = select(deliveries.c.seq).where(
        deliveries.c.conversation_id == id_, deliveries.c.status == Status.HELD
    )
    return _entries(connection, id_, list(connection.execute(query.order_by(deliveries.c.seq)).scalars()))


def _again(connection: Connection, id_: str, now: datetime) -> Batch | None:
    """A batch to be pushed once more; None where another process was faster."""
    rows = select(deliveries).where(deliveries.c.batch == id_).order_by(deliveries.c.seq)
    taken = update(deliveries).where(deliveries.c.batch == id_, deliveries.c.due_at <= now)
    values = {"attempts": deliveries.c.attempts + 1, "due_at": now + TAKEN_FOR}
    if connection.execute(taken.values(**values)).rowcount == 0:
        return None
    told = connection.execute(rows).all()
    conversation = told[0].conversation_id
    recipient = select(chats.c.recipient).where(chats.c.conversation_id == conversation)
    events_ = _entries(connection, conversation, [row.seq for row in told])
    return Batch(
        id_,
        conversation,
        connection.execute(recipient).scalar_one(),
        Way.PUSH,
        told[0].attempts,
        tuple(events_),
    )


def _entries(connection: Connection, id_: str, seqs: Sequence[int]) -> list[Event]:
    if not seqs:
        return []
    wanted = set(seqs)
    entries = queries.read(connection, id_, min(seqs) - 1, max(seqs) - min(seqs) + 1)
    return [event for event in entries if event.seq in wanted]


def _has(status: Status, id_: str | None = None) -> ColumnElement[bool]:
    """Whether a chat has a delivery in this status."""
    owner = chats.c.conversation_id if id_ is None else id_
    return exists().where(deliveries.c.conversation_id == owner, deliveries.c.status == status)


def _freed(pushes: Pushes) -> ColumnElement[bool]:
    """Whether what a chat holds may be pushed now."""
    if pushes is Pushes.ALL:
        return true()
    if pushes is Pushes.NONE:
        return false()
    same = (events.c.conversation_id == deliveries.c.conversation_id, events.c.seq == deliveries.c.seq)
    of_people = (events.c.author == Author.AGENT, deliveries.c.status == Status.HELD)
    return exists().where(deliveries.c.conversation_id == chats.c.conversation_id, *same, *of_people)


def _true(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """A condition that is false, not null, where what it compares is null."""
    return and_(chats.c.reply_until.is_not(None), condition)
