"""What is still to be told on LINE. The log itself is the outbox: a durable cursor says how far it has been planned.

A batch is written down before the call, so that a process that dies in between leaves behind what was under way: a reply
is then unknown and never repeated; a push is repeated under the same key, which LINE takes once.
"""

from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, func, select, update

from bot.channels.line import planning
from bot.channels.line.batches import Batch, Pushes, Status, Way
from bot.channels.line.tables import deliveries
from handoff.bus import Bus, Notice
from handoff.service import Clock, Service, utc_now
from handoff.storage import Storage

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 900, 1_800, 3_600, 7_200, 21_600))
"""How long a push waits after the first, second, … failure; within the 24 hours that LINE remembers a key."""

RECENT, SWEEP_EVERY = timedelta(hours=1), timedelta(minutes=5)
"""How long ago a chat may have stirred to be looked at each time, and how often all of them are."""


class Outbox(Service):
    """Plans batches and keeps what became of them."""

    def __init__(self, storage: Storage, bus: Bus, now: Clock = utc_now) -> None:
        super().__init__(storage, bus, now)
        self._swept_at: datetime | None = None

    async def plan(self, most: int, pushes: Pushes = Pushes.ALL) -> list[Batch]:
        """At most so many new batches, of chats that have none under way; they are this process's to send."""
        now = self._now()
        work = partial(planning.behind, pushes=pushes, now=now, since=self._since(now), limit=most)
        behind = await self._read(work)
        planned = [await self._plan(id_, pushes) for id_ in behind]
        return [batch for batch in planned if batch is not None]

    async def take_up(self, most: int) -> list[Batch]:
        """Pushes that are due again, at most so many. Replies that nobody finished become unknown."""
        work = partial(planning.take_up, limit=most, now=self._now())
        batches, lost = await self._storage.writer.run(work)
        await self._tell(*lost)
        return batches

    async def settle(self, batch: Batch, status: Status, detail: str) -> None:
        """Note how a batch ended."""
        values = {"status": status, "due_at": None, "error": "" if status is Status.ACCEPTED else detail[:64]}
        await self._change(batch, values)

    async def push_later(self, batch: Batch, detail: str, *, at_once: bool = False) -> bool:
        """Try a batch that LINE does not have again, as a push; false where that was the last attempt."""
        if batch.attempt > len(PAUSES):
            await self.settle(batch, Status.FAILED, detail)
            return False
        due = self._now() if at_once else self._now() + PAUSES[batch.attempt - 1]
        await self._change(batch, {"way": Way.PUSH, "due_at": due, "error": detail[:64]})
        return True

    async def statuses(self, conversation: str) -> dict[int, Status]:
        """What became of each message of a conversation, by `seq`."""
        query = select(deliveries.c.seq, deliveries.c.status).where(
            deliveries.c.conversation_id == conversation
        )
        rows = await self._read(lambda connection: connection.execute(query).all())
        return {seq: Status(status) for seq, status in rows}

    async def counted(self) -> Counter[Status]:
        """How many messages stand where."""
        query = select(deliveries.c.status, func.count()).group_by(deliveries.c.status)
        rows = await self._read(lambda connection: connection.execute(query).all())
        return Counter({Status(status): count for status, count in rows})

    async def pushed_since(self, moment: datetime) -> int:
        """How many pushes LINE has taken since then; one call to one chat counts once."""
        return await self._read(partial(_pushed_since, moment=moment))

    def _since(self, now: datetime) -> datetime | None:
        """From when on chats are looked at; from time to time, and at first, all of them are."""
        if self._swept_at is None or now - self._swept_at >= SWEEP_EVERY:
            self._swept_at = now
            return None
        return now - RECENT

    async def _plan(self, id_: str, pushes: Pushes) -> Batch | None:
        work = partial(planning.plan, id_=id_, pushes=pushes, now=self._now())
        batch = await self._storage.writer.run(work)
        await self._tell(id_)
        return batch

    async def _change(self, batch: Batch, values: dict[str, Any]) -> None:
        row = update(deliveries).where(deliveries.c.batch == batch.id)
        row = row.values(**values, updated_at=self._now())
        await self._storage.writer.run(lambda connection: connection.execute(row).rowcount)
        await self._tell(batch.conversation)

    async def _tell(self, *conversations: str) -> None:
        for conversation in conversations:
            await self._bus.publish(conversation, Notice.DELIVERY)


def _pushed_since(connection: Connection, moment: datetime) -> int:
    taken = (deliveries.c.way == Way.PUSH, deliveries.c.status == Status.ACCEPTED)
    query = select(func.count(deliveries.c.batch.distinct())).where(*taken, deliveries.c.updated_at > moment)
    return connection.execute(query).scalar_one()
