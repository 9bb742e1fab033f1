"""The board in the waiting room: each process reads the places anew when something changed, and tells who moved."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import structlog

from handoff.background import background
from handoff.bus import DESK, Bus, Notice
from handoff.queue.queue import Queue
from handoff.queue.values import Place

log = structlog.get_logger(__name__)

AT_MOST_EVERY = 1.0
AT_LEAST_EVERY = 15.0


class Board:
    """The places in the queue, at most a moment old; watchers of a conversation hear when its place changes."""

    def __init__(self, queue: Queue, bus: Bus, pause: float = AT_MOST_EVERY) -> None:
        self._queue, self._bus, self._pause = queue, bus, pause
        self._places: Mapping[str, Place] = {}

    def place(self, conversation: str) -> Place | None:
        """The place of a conversation; None unless it waits."""
        return self._places.get(conversation)

    def __len__(self) -> int:
        """How many wait."""
        return len(self._places)

    async def refresh(self) -> None:
        """Read the places and tell those that moved."""
        before, self._places = self._places, await self._queue.places()
        for conversation, place in self._places.items():
            if before.get(conversation) != place:
                self._bus.tell(conversation, Notice.PLACE)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Follow the queue for the length of the block."""
        async with background(queue_board=self._follow()):
            yield

    async def _follow(self) -> None:
        with self._bus.watch(DESK) as changes:
            while not changes.closed:
                try:
                    await self.refresh()
                except Exception as error:  # the database may be away for a while; the next round tries again
                    log.error("board_not_read", error=type(error).__name__)
                await asyncio.sleep(self._pause)
                await changes.wait(AT_LEAST_EVERY)
