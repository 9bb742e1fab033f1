"""What became of the handoffs of a time: how many, how long they waited, how they ended, what citizens thought."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlalchemy import Connection, func, select

from handoff.tables import satisfaction, tickets


@dataclass(frozen=True, slots=True)
class Figures:
    """`ended` counts by why they ended, `outcomes` by how agents closed; waits are in seconds, None without any."""

    begun: int
    claimed: int
    ended: Mapping[str, int]
    outcomes: Mapping[str, int]
    median_wait: float | None
    longest_wait: float | None
    ratings: int
    mean_rating: float | None


def figures(connection: Connection, since: datetime) -> Figures:
    """The figures of the handoffs that began since then."""
    rows = connection.execute(select(tickets).where(tickets.c.queued_at >= since)).all()
    claimed = [row for row in rows if row.claimed_at is not None]
    waits = [(row.claimed_at - (row.requeued_at or row.queued_at)).total_seconds() for row in claimed]
    rated = select(func.count(), func.avg(satisfaction.c.score)).where(satisfaction.c.at >= since)
    ratings, mean = connection.execute(rated).one()
    return Figures(
        begun=len(rows),
        claimed=len(waits),
        ended=Counter(row.ended for row in rows if row.ended is not None),
        outcomes=Counter(row.outcome for row in rows if row.outcome is not None),
        median_wait=median(waits) if waits else None,
        longest_wait=max(waits, default=None),
        ratings=ratings,
        mean_rating=None if mean is None else float(mean),
    )
