"""How the service is doing: what supervisors look at."""

import statistics
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, func, select

from handoff.queue.tickets import WAITS_SINCE
from handoff.service import Service
from handoff.states import State
from handoff.tables import conversations, satisfaction, tickets

HOUR = timedelta(hours=1)
DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Figures:
    """Conversations by state; waits in seconds; claims and ends of the last day."""

    states: dict[str, int]
    waiting: int
    longest_wait: int
    median_wait: int | None
    claimed: int
    given_up: int
    outcomes: dict[str, int]
    ratings: int
    rating: float | None


class Watch(Service):
    """Reads the figures."""

    async def figures(self) -> Figures:
        """The figures as they are now."""
        return await self._read(partial(_figures, now=self._now()))


def _figures(connection: Connection, now: datetime) -> Figures:
    waiting = (
        connection.execute(
            select(WAITS_SINCE).where(tickets.c.ended_at.is_(None), tickets.c.claimed_at.is_(None))
        )
        .scalars()
        .all()
    )
    lately = connection.execute(
        select(WAITS_SINCE.label("waits_since"), tickets.c.claimed_at).where(
            tickets.c.claimed_at > now - HOUR
        )
    ).all()
    waits = [(row.claimed_at - row.waits_since).total_seconds() for row in lately]
    ratings, rating = connection.execute(
        select(func.count(), func.avg(satisfaction.c.score)).where(satisfaction.c.at > now - DAY)
    ).one()
    return Figures(
        _live(connection, now),
        len(waiting),
        round(max(((now - at).total_seconds() for at in waiting), default=0)),
        round(statistics.median(waits)) if waits else None,
        _count(connection, tickets.c.claimed_at > now - DAY),
        _count(connection, tickets.c.ended_at > now - DAY, tickets.c.claimed_at.is_(None)),
        _outcomes(connection, now),
        ratings,
        None if rating is None else round(float(rating), 2),
    )


def _live(connection: Connection, now: datetime) -> dict[str, int]:
    live = (conversations.c.state != State.CLOSED, conversations.c.updated_at > now - DAY)
    query = select(conversations.c.state, func.count()).where(*live).group_by(conversations.c.state)
    return {row[0]: row[1] for row in connection.execute(query)}


def _outcomes(connection: Connection, now: datetime) -> dict[str, int]:
    ended = (tickets.c.ended_at > now - DAY, tickets.c.outcome.is_not(None))
    query = select(tickets.c.outcome, func.count()).where(*ended).group_by(tickets.c.outcome)
    return {row[0]: row[1] for row in connection.execute(query)}


def _count(connection: Connection, *conditions: object) -> int:
    query = select(func.count()).select_from(tickets).where(*conditions)  # type: ignore[arg-type]
    return connection.execute(query).scalar_one()
