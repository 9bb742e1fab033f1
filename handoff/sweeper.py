"""What time does to the queue: agents vanish, offers are made, citizens who wait too long are told of other ways."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import structlog

from askcity.errors import ConversationError
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


class Sweeper:
    """Does what is due, round after round; several processes may sweep the same queue."""

    def __init__(self, queue: Queue, patience: Patience | None = None, now: Clock = utc_now) -> None:
        self._queue, self._patience, self._now = queue, patience or Patience(), now

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Sweep for the length of the block."""
        async with background(queue_sweep=self._rounds()):
            yield

    async def sweep(self) -> None:
        """One round."""
        await self._queue.requeue_abandoned()
        for ticket in await self._queue.waiting():
            with contextlib.suppress(ConversationError):  # claimed or cancelled meanwhile
                await self._look_at(ticket)
        await self._queue.offer()

    async def _look_at(self, ticket: Ticket) -> None:
        waited = self._now() - ticket.queued_at
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
