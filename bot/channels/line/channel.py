"""The LINE channel at work: one task takes in, another carries out; both go on after any fault."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog

from askcity.errors import ConflictError, NotFoundError
from bot.channels.desk import CitizenDesk
from bot.channels.faults import fault
from bot.channels.line.chats import Chats
from bot.channels.line.courier import Courier
from bot.channels.line.inbox import Inbox, Outcome
from bot.channels.line.intake import Intake
from bot.channels.line.outbox import Batch, Outbox
from bot.channels.line.platform import Platform
from handoff.bus import DESK
from handoff.office import Office
from handoff.service import Clock, utc_now

log = structlog.get_logger(__name__)

EVERY = 1.0
"""Seconds after which a task looks for work that nobody told it of."""
CALLS_AT_ONCE = 8


class LineChannel:
    """Reads and writes the conversations of LINE's users."""

    def __init__(self, office: Office, desk: CitizenDesk, platform: Platform, now: Clock = utc_now) -> None:
        self._bus = office.bus
        self.inbox = Inbox(office.storage, office.bus, now)
        self.outbox = Outbox(office.storage, office.bus, now)
        self._intake = Intake(desk, Chats(office.storage, office.bus, now), self.inbox)
        self._courier = Courier(self.outbox, platform)
        self._arrived = asyncio.Event()
        self._calls = asyncio.Semaphore(CALLS_AT_ONCE)

    def notice(self) -> None:
        """Look into the inbox soon."""
        self._arrived.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Take in and carry out for the length of the block, first of all what an earlier process left."""
        tasks = [
            asyncio.create_task(_for_ever(self._take_in), name="line-in"),
            asyncio.create_task(self._carry_out(), name="line-out"),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def handle(self) -> int:
        """Handle the events that are due; how many there were."""
        taken = await self.inbox.take()
        for event, received_at in taken:
            try:
                outcome = await self._intake.handle(event, received_at)
            except (ConflictError, NotFoundError):
                outcome = Outcome.IGNORED
            except Exception as error:  # the others must not wait for it; it is taken again later
                log.error("line_event_left", kind=event.kind, **fault(error))
                continue
            await self.inbox.settle(event, outcome)
        return len(taken)

    async def deliver(self) -> int:
        """Send what is due; how many calls that were."""
        batches = [*await self.outbox.take_up(), *await self.outbox.plan()]
        await asyncio.gather(*map(self._call, batches))
        return len(batches)

    async def _call(self, batch: Batch) -> None:
        async with self._calls:
            await self._courier.deliver(batch)

    async def _take_in(self) -> None:
        self._arrived.clear()
        if not await self.handle():
            await _within(EVERY, self._arrived.wait())

    async def _carry_out(self) -> None:
        with self._bus.watch(DESK) as desk:

            async def round_() -> None:
                if not await self.deliver():
                    await desk.wait(EVERY)

            await _for_ever(round_)


async def _for_ever(round_: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await round_()
        except Exception as error:  # the database may be away for a while; the next round tries again
            log.error("line_round_failed", **fault(error))
            await asyncio.sleep(EVERY)


async def _within(seconds: float, happening: Awaitable[object]) -> None:
    try:
        await asyncio.wait_for(happening, seconds)
    except TimeoutError:
        return
