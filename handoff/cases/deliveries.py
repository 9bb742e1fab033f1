"""The outbox of reports: rows are written with their case, taken for a while, settled, or tried again later."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from handoff.cases.operations import case_of
from handoff.cases.values import Case
from handoff.tables import cases, deliveries

TAKEN_FOR = timedelta(seconds=60)
"""A row that was taken and not settled, since its process died, is tried again after this."""
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 1_800, 7_200, 21_600, 43_200))
"""How long to wait after the first, second, … failure; after the last one it is given up."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A report on its way; `attempt` counts from 1."""

    id: int
    attempt: int
    case: Case


def take(connection: Connection, now: datetime, limit: int) -> list[Delivery]:
    """The rows that are due; they are this process's for a minute."""
    due = (
        select(deliveries.c.id, deliveries.c.attempts, cases)
        .join(cases, cases.c.number == deliveries.c.case_number)
        .where(deliveries.c.next_at <= now)
        .order_by(deliveries.c.next_at)
        .limit(limit)
        .with_for_update(skip_locked=True, of=deliveries)
    )
    taken = [Delivery(row.id, row.attempts + 1, case_of(row)) for row in connection.execute(due)]
    for delivery in taken:
        row = update(deliveries).where(deliveries.c.id == delivery.id)
        connection.execute(row.values(attempts=delivery.attempt, next_at=now + TAKEN_FOR))
    return taken


def settle(connection: Connection, delivery: Delivery, error: str | None, now: datetime) -> None:
    """Note that a row arrived, or when to try again."""
    again = delivery.attempt <= len(PAUSES)
    values: dict[str, object] = {"next_at": None, "delivered_at": now, "last_error": ""}
    if error is not None:
        next_at = now + PAUSES[delivery.attempt - 1] if again else None
        values = {"next_at": next_at, "last_error": error[:64]}
    connection.execute(update(deliveries).where(deliveries.c.id == delivery.id).values(**values))
