"""The rows of the queue: opened, claimed, put back, ended, counted; always inside a change of their conversation."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Update, case, func, insert, select, update

from handoff.events import Conversation
from handoff.queue.values import Need, Outcome, Place, Ticket
from handoff.tables import tickets

OBSERVED = timedelta(minutes=30)
"""How far back the pace of the agents is looked at."""
FEWEST = 3
"""Claims that it takes to estimate a wait."""

OPEN = tickets.c.ended_at.is_(None)
WAITING = OPEN & tickets.c.claimed_at.is_(None)
WAITS_SINCE = func.coalesce(tickets.c.requeued_at, tickets.c.queued_at)
"""Not what stands in the line: who was served for an hour and is put back has waited for a moment."""
UNOFFERED = {"offered_to": None, "offered_at": None}
ORDER = (tickets.c.urgent.desc(), tickets.c.queued_at, tickets.c.conversation_id)


def open_ticket(
    connection: Connection, conversation: Conversation, need: Need, reason: str, now: datetime, **claimed: Any
) -> None:
    """Write the row of a handoff that begins, waiting unless `claimed` says whose it is."""
    wanted = {"urgent": need.urgent, "language": need.language, "agency": need.agency, "team": need.team}
    place = {"conversation_id": conversation.id, "number": conversation.version + 1, "reason": reason}
    connection.execute(insert(tickets).values(**place, **wanted, queued_at=now, **claimed))


def claim(connection: Connection, id_: str, agent: str, now: datetime) -> None:
    """The open handoff is the agent's."""
    served = (tickets.c.claimed_at.is_not(None), now)
    values = {"agent": agent, "claimed_at": now, "requeued_at": case(served, else_=tickets.c.requeued_at)}
    connection.execute(_of(id_).values(**values, **UNOFFERED))


def put_back(connection: Connection, id_: str, now: datetime, **wanted: str | None) -> None:
    """The open handoff waits again, in its old place; how long is counted from now on."""
    values = {"agent": None, "claimed_at": None, "requeued_at": now, "reminded_at": None}
    connection.execute(_of(id_).values(**values, **UNOFFERED, **wanted))


def end(connection: Connection, id_: str, why: str, now: datetime, outcome: Outcome | None = None) -> None:
    """The open handoff is over, if there is one."""
    connection.execute(_of(id_).values(ended_at=now, ended=why, outcome=outcome))


def remind(connection: Connection, id_: str, now: datetime) -> bool:
    """Note that the citizen is told of other ways; false where they waited no longer or were told before."""
    unaware = _of(id_).where(WAITING, tickets.c.reminded_at.is_(None))
    return connection.execute(unaware.values(reminded_at=now)).rowcount == 1


def waiting(connection: Connection) -> list[Ticket]:
    """All that wait, in order."""
    return [_ticket(row) for row in connection.execute(select(tickets).where(WAITING).order_by(*ORDER))]


def held_by(connection: Connection, agent: str) -> list[Ticket]:
    """What an agent holds, oldest first."""
    query = select(tickets).where(OPEN, tickets.c.agent == agent).order_by(tickets.c.claimed_at)
    return [_ticket(row) for row in connection.execute(query)]


def count_waiting(connection: Connection) -> int:
    """How many wait."""
    return connection.execute(select(func.count()).select_from(tickets).where(WAITING)).scalar_one()


def places(connection: Connection, now: datetime) -> Mapping[str, Place]:
    """The place of each conversation that waits."""
    order = connection.execute(select(tickets.c.conversation_id).where(WAITING).order_by(*ORDER)).scalars()
    seconds = _seconds_a_claim(connection, now)
    return {id_: _place(position, seconds) for position, id_ in enumerate(order, 1)}


def last_place(connection: Connection, urgent: bool, now: datetime) -> Place:
    """The place of one who comes now."""
    ahead = WAITING & tickets.c.urgent if urgent else WAITING
    position = connection.execute(select(func.count()).select_from(tickets).where(ahead)).scalar_one() + 1
    return _place(position, _seconds_a_claim(connection, now))


def _place(position: int, seconds_a_claim: float | None) -> Place:
    return Place(position, None if seconds_a_claim is None else round(position * seconds_a_claim))


def _seconds_a_claim(connection: Connection, now: datetime) -> float | None:
    claimed = tickets.c.claimed_at
    query = select(func.count(), func.min(claimed)).where(claimed > now - OBSERVED)
    count, first = connection.execute(query).one()
    return (now - first).total_seconds() / count if count >= FEWEST else None


def _of(id_: str) -> Update:
    return update(tickets).where(tickets.c.conversation_id == id_, OPEN)


def _ticket(row: Row[Any]) -> Ticket:
    return Ticket(
        row.conversation_id,
        row.number,
        row.reason,
        row.urgent,
        row.language,
        row.agency,
        row.team,
        row.queued_at,
        row.requeued_at or row.queued_at,
        row.reminded_at,
        row.offered_to,
        row.offered_at,
        row.agent,
        row.claimed_at,
    )
