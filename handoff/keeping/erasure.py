"""Erasure: a conversation goes with all that hangs on it, and its bytes are overwritten."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy import Connection, delete, exists, or_, select

from handoff.agents import operations as agents
from handoff.background import background
from handoff.bus import Bus, Notice
from handoff.cases.values import CaseState
from handoff.journal import locked
from handoff.service import Clock, Service, utc_now
from handoff.states import State
from handoff.storage import Storage
from handoff.tables import cases, conversations

log = structlog.get_logger(__name__)

AT_ONCE = 100
EVERY = 3_600.0
"""Seconds between two looks at what has been kept long enough."""


@dataclass(frozen=True, slots=True)
class Retention:
    """How long conversations are kept after their last entry, and those with cases; None means for ever."""

    conversations: timedelta | None = None
    cases: timedelta | None = None


class Erasure(Service):
    """Erases single conversations at once and old ones in time."""

    def __init__(self, storage: Storage, bus: Bus, now: Clock = utc_now) -> None:
        super().__init__(storage, bus, now)
        self._unscrubbed = False

    async def erase(self, conversation: str, agent: str | None = None) -> None:
        """Erase a conversation with its cases; streams on it end. Raises NotFoundError."""
        work = partial(_erase, id_=conversation, agent=agent, now=self._now())
        await self._write(work)
        await self._bus.publish(conversation, Notice.GONE)
        await self._scrub()

    async def erase_old(self, retention: Retention) -> int:
        """Erase what has been kept long enough; how many conversations."""
        erased = 0
        while old := await self._read(partial(_old, retention=retention, now=self._now())):
            for conversation in old:
                await self._write(partial(_erase, id_=conversation, agent=None, now=self._now()))
            erased += len(old)
        if erased or self._unscrubbed:
            await self._scrub()
        return erased

    async def _scrub(self) -> None:
        """Overwrite what was deleted; where that is held up, the next look at old conversations tries again."""
        self._unscrubbed = not await self._storage.scrub()
        if self._unscrubbed:
            log.warning("erased_bytes_remain_for_now")


class Keeper:
    """Erases old conversations as long as the service runs."""

    def __init__(self, erasure: Erasure, retention: Retention) -> None:
        self._erasure, self._retention = erasure, retention

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Look every hour for the length of the block."""
        async with background(retention=self._rounds()):
            yield

    async def _rounds(self) -> None:
        while True:
            try:
                erased = await self._erasure.erase_old(self._retention)
                log.info("old_conversations_erased", count=erased)
            except Exception as error:  # the database may be away for a while; the next round tries again
                log.error("erasure_failed", error=type(error).__name__)
            await asyncio.sleep(EVERY)


def _erase(connection: Connection, id_: str, agent: str | None, now: datetime) -> None:
    locked(connection, id_)
    connection.execute(delete(conversations).where(conversations.c.id == id_))
    if agent is not None:
        agents.record(connection, agent, "erase", now, conversation=id_)


def _old(connection: Connection, retention: Retention, now: datetime) -> list[str]:
    """Conversations that nobody works on and that have been kept long enough, at most a hundred."""
    with_case = exists().where(cases.c.conversation_id == conversations.c.id)
    undone = with_case.where(cases.c.state != CaseState.DONE)
    due = []
    if retention.conversations is not None:
        due.append(~with_case & (conversations.c.updated_at < now - retention.conversations))
    if retention.cases is not None:
        due.append(with_case & ~undone & (conversations.c.updated_at < now - retention.cases))
    if not due:
        return []
    idle = conversations.c.state.in_((State.BOT, State.CLOSED))
    query = select(conversations.c.id).where(idle, or_(*due)).order_by(conversations.c.updated_at)
    return list(connection.execute(query.limit(AT_ONCE)).scalars())
