"""Which of several processes answers a question: one at a time has it, for as long as it says that it is at it."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, or_, update

from handoff import queries
from handoff.events import Asked
from handoff.tables import questions

LASTS = timedelta(seconds=15)
"""A lease that is not renewed for this long is another process's to take."""


def take(
    connection: Connection, id_: str, worker: str, now: datetime, seq: int | None = None
) -> Asked | None:
    """The conversation's oldest open question, or the one at `seq`, now this worker's; None where another one has it."""
    asked = queries.next_question(connection, id_, seq)
    if asked is None:
        return None
    free = or_(
        questions.c.leased_until.is_(None), questions.c.leased_until <= now, questions.c.leased_to == worker
    )
    place = (questions.c.conversation_id == id_, questions.c.seq == asked.waiting.seq)
    lease = update(questions).where(*place, free).values(leased_to=worker, leased_until=now + LASTS)
    return asked if connection.execute(lease).rowcount == 1 else None


def renew(connection: Connection, worker: str, now: datetime) -> None:
    """The worker is still at what it has."""
    mine = update(questions).where(questions.c.leased_to == worker)
    connection.execute(mine.values(leased_until=now + LASTS))
