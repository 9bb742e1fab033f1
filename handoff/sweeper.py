"""What time does to the queue: agents vanish, offers are made, citizens who wait too long are told of other ways."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from askcity.errors import ConversationError
from handoff.agents.operations import SILENT_AFTER
from handoff.background import background
from handoff.queue.queue import Queue
from handoff.queue.values import Ticket
from handoff.service import Clock, utc_now

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """After how long a citizen who waits is told of other ways, and goes back to the bot; `every` is in seconds."""

    remind_after: timedelta = timedelta(minutes=3)
    give_up_after: timedelta = timedelta(minutes=30)
    every: float = 5.0


LEAP = timedelta(seconds=10)
"""By how much the clock may run ahead of the time that passed before nobody is taken for gone by it."""


class Sweeper:
    """Does what is due, round after round; several processes may sweep the same queue."""

    def __init__(
        self,
        queue: Queue,
        patience: Patience | None = None,
        now: Clock = utc_now,
        passed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._queue, self._patience, self._now = queue, patience or Patience(), now
        self._passed = passed
        self._last: tuple[datetime, float] = now(), passed()
        self._trusted_from = passed()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Sweep for the length of the block."""
        async with background(queue_sweep=self._rounds()):
            yield

    async def sweep(self) -> None:
        """One round."""
        if self._clock_can_be_trusted():
            await self._queue.requeue_abandoned()
        for ticket in await self._queue.waiting():
            with contextlib.suppress(ConversationError):  # claimed or cancelled meanwhile
                await self._look_at(ticket)
        await self._queue.offer()

    def _clock_can_be_trusted(self) -> bool:
        """Not for a while after the clock leapt ahead, or the machine slept: first whoever is there is heard of again."""
        now, passed = self._now(), self._passed()
        ahead = now - self._last[0] - timedelta(seconds=passed - self._last[1])
        self._last = now, passed
        if ahead > LEAP:
            self._trusted_from = passed + SILENT_AFTER.total_seconds()
            log.warning("clock_leapt", seconds=round(ahead.total_seconds()))
        return passed >= self._trusted_from

    async def _look_at(self, ticket: Ticket) -> None:
        waited = self._now() - ticket.waits_since
        if waited >= self._patience.give_up_after:
            await self._queue.time_out(ticket.conversation)
        elif waited >= self._patience.remind_after and ticket.reminded_at is None:
            await self._queue.remind(ticket.conversation)

    async def _rounds(self) -> None:
        while True:
            try:
                await self.sweep()
            except Exception as error:  # the database may be away for a while; the next round tries again
                log.error("sweep_failed", error=type(error).__name__)
            await asyncio.sleep(self._patience.every)
