"""Tries to sign in are counted, and refused where there were too many."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, delete, insert, select, update

from handoff.service import Service
from handoff.tables import attempts

STRETCH = timedelta(minutes=15)
FROM_ONE_PLACE_AS_ONE = 5
FROM_ONE_PLACE = 40
AS_ONE = 100


class Throttle(Service):
    """Counts tries before they are made, so that many at once are not more than one after the other."""

    async def admit(self, name: str, address: str) -> int:
        """Count a try; the seconds until another one is allowed, 0 where this one is."""
        work = partial(_admit, limits=_limits(name, address), now=self._now())
        return await self._storage.writer.run(work)

    async def forgive(self, name: str, address: str) -> None:
        """The try succeeded: those before it from this place as this agent count no longer."""
        await self._storage.writer.run(partial(_forget, key=_one(name, address)))


def _limits(name: str, address: str) -> Mapping[str, int]:
    return {
        _one(name, address): FROM_ONE_PLACE_AS_ONE,
        f"from {address[:64]}": FROM_ONE_PLACE,
        f"as {name[:64]}": AS_ONE,
    }


def _one(name: str, address: str) -> str:
    return f"as {name[:64]} from {address[:64]}"


def _admit(connection: Connection, limits: Mapping[str, int], now: datetime) -> int:
    connection.execute(delete(attempts).where(attempts.c.since <= now - STRETCH))
    kept = connection.execute(select(attempts).where(attempts.c.key.in_(limits)).with_for_update()).all()
    full = [row for row in kept if row.tries >= limits[row.key]]
    if full:
        wait: timedelta = max(row.since + STRETCH - now for row in full)
        return max(1, round(wait.total_seconds()))
    for key in limits:
        _count(connection, key, now, known=any(row.key == key for row in kept))
    return 0


def _count(connection: Connection, key: str, now: datetime, *, known: bool) -> None:
    if known:
        row = update(attempts).where(attempts.c.key == key)
        connection.execute(row.values(tries=attempts.c.tries + 1))
    else:
        connection.execute(insert(attempts).values(key=key, tries=1, since=now))


def _forget(connection: Connection, key: str) -> None:
    connection.execute(delete(attempts).where(attempts.c.key == key))
