"""The approval lane as a service."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Connection, delete, insert, select

from handoff import wording
from handoff.agents import operations as agents
from handoff.bus import Bus
from handoff.duty.duty import Duty
from handoff.events import Asked, Draft
from handoff.lane import operations
from handoff.lane.values import Held, Holding, Rules, Tally, Topic
from handoff.queue.values import Need
from handoff.service import Clock, Service, utc_now
from handoff.states import Reason
from handoff.storage import Storage
from handoff.tables import arrangements

log = structlog.get_logger(__name__)

KEY = "lane"
LOOK_EVERY = 2.0


class Lane(Service):
    """Holds answers back, passes them on or not, and hands over what nobody decided on in time."""

    def __init__(self, storage: Storage, bus: Bus, duty: Duty, now: Clock = utc_now) -> None:
        super().__init__(storage, bus, now)
        self._duty = duty

    async def rules(self) -> Rules:
        """The rules in force."""
        return await self._read(_rules)

    async def set_rules(self, rules: Rules, agent: str) -> None:
        """Store other rules."""
        await self._write(partial(_store, rules=rules, agent=agent, now=self._now()))

    async def hold(self, asked: Asked, drafts: Sequence[Draft], holding: Holding) -> int | None:
        """Keep an answer back and say so; None, and nothing is said, where the bot no longer has the word."""
        minutes = (await self.rules()).minutes
        work = partial(
            operations.hold, asked=asked, drafts=drafts, holding=holding, minutes=minutes, now=self._now()
        )
        return await self._write(work, asked.waiting.conversation)

    async def waiting(self) -> list[Held]:
        """What waits, the most pressing first."""
        return await self._read(operations.waiting)

    async def approve(self, id_: int, agent: str, text: str) -> int:
        """Let the bot say it. Raises NotFound-, Forbidden- and ConflictError."""
        return await self._decide(
            id_, partial(operations.approve, id_=id_, agent=agent, text=text, now=self._now())
        )

    async def reject(self, id_: int, agent: str) -> int:
        """Hand the citizen over instead. Raises NotFound-, Forbidden- and ConflictError."""
        return await self._decide(id_, partial(operations.reject, id_=id_, agent=agent, now=self._now()))

    async def tallies(self) -> list[Tally]:
        """What became of the answers, by topic."""
        return await self._read(operations.tallies)

    async def sweep(self) -> int:
        """Hand over what is due, and drop what conversations have gone on without; how many there were."""
        now = self._now()
        due = [answer for answer in await self.waiting() if answer.due_at <= now]
        for answer in due:
            regret = await self._regret()
            work = partial(operations.expire, id_=answer.id, regret=regret, now=now)
            await self._write(work, answer.conversation)
        return len(due)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Sweep for the length of the block."""
        task = asyncio.create_task(self._rounds(), name="approval-lane")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _rounds(self) -> None:
        while True:
            try:
                await self.sweep()
            except Exception as error:  # the database may be away for a while; the next round tries again
                log.error("lane_not_swept", error=type(error).__name__)
            await asyncio.sleep(LOOK_EVERY)

    async def _regret(self) -> list[Draft]:
        """What is said where nobody can take over; nothing where somebody can."""
        reason = Reason.LOW_CONFIDENCE
        availability = await self._duty.availability(Need(reason))
        return [] if availability.available else wording.regret(availability, reason)

    async def _decide(self, id_: int, work: Any) -> int:
        conversation = await self._read(partial(operations.conversation_of, id_=id_))
        seq: int = await self._write(work, conversation)
        return seq


def _rules(connection: Connection) -> Rules:
    kept: dict[str, Any] | None = connection.execute(
        select(arrangements.c.value).where(arrangements.c.key == KEY)
    ).scalar_one_or_none()
    if kept is None:
        return Rules()
    topics = (Topic(one["label"], tuple(one["agencies"]), tuple(one["words"])) for one in kept["topics"])
    return Rules(tuple(topics), kept["minutes"])


def _store(connection: Connection, rules: Rules, agent: str, now: datetime) -> None:
    connection.execute(delete(arrangements).where(arrangements.c.key == KEY))
    line = {"key": KEY, "value": asdict(rules), "changed_by": agent, "changed_at": now}
    connection.execute(insert(arrangements).values(**line))
    agents.record(connection, agent, f"set_{KEY}", now)
