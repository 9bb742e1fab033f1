"""Calls under way: a bounded number at once, one a chat, so that a slow one holds up its own chat alone."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.channels.faults import fault
from bot.channels.line.batches import Batch
from bot.channels.line.courier import Courier
from bot.channels.line.outbox import Outbox
from bot.channels.line.quota import Quota
from handoff.bus import Subscription

log = structlog.get_logger(__name__)

EVERY = 1.0
"""Seconds after which a task looks for work that nobody told it of."""
AT_MOST_EVERY = 0.05
CALLS_AT_ONCE = 16


class Carrier:
    """Begins calls as they become due; no more is planned than can be begun at once."""

    def __init__(self, outbox: Outbox, courier: Courier, quota: Quota) -> None:
        self._outbox, self._courier, self._quota = outbox, courier, quota
        self._under_way: set[asyncio.Task[None]] = set()
        self._ended = asyncio.Event()

    async def deliver(self) -> int:
        """Send what is due and wait for it; how many calls that were."""
        batches = await self._due(CALLS_AT_ONCE)
        await asyncio.gather(*map(self._courier.deliver, batches))
        return len(batches)

    async def go_on(self, desk: Subscription) -> None:
        """Begin what is due, or wait until something may be: the desk stirs, a call ends, some time passes."""
        self._ended.clear()
        free = CALLS_AT_ONCE - len(self._under_way)
        batches = await self._due(free) if free else []
        for batch in batches:
            task = asyncio.create_task(self._call(batch), name="line-call")
            self._under_way.add(task)
            task.add_done_callback(self._over)
        if not batches:
            await _first(desk.wait(EVERY), self._ended.wait())
            await asyncio.sleep(AT_MOST_EVERY)

    async def end(self) -> None:
        """Give up the calls under way."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _due(self, most: int) -> list[Batch]:
        batches = await self._outbox.take_up(most)
        return [*batches, *await self._outbox.plan(most - len(batches), self._quota.pushes)]

    async def _call(self, batch: Batch) -> None:
        try:
            await self._courier.deliver(batch)
        except Exception as error:  # what was under way is found in the database a minute later
            log.error("line_call_left", conversation=batch.conversation, **fault(error))

    def _over(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._ended.set()


async def for_ever(round_: Callable[[], Awaitable[None]]) -> None:
    """Do something again and again, whatever goes wrong with it."""
    while True:
        try:
            await round_()
        except Exception as error:  # the database may be away for a while; the next round tries again
            log.error("line_round_failed", **fault(error))
            await asyncio.sleep(EVERY)


async def within(seconds: float, happening: Awaitable[object]) -> None:
    """Wait for something, at most so long."""
    try:
        await asyncio.wait_for(happening, seconds)
    except TimeoutError:
        return


async def _first(*happenings: Awaitable[object]) -> None:
    tasks = [asyncio.ensure_future(one) for one in happenings]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
