"""What the services over one database share: writing, reading, and telling those who watch."""

from collections.abc import Callable
from datetime import UTC, datetime

from handoff.bus import DESK, Bus, Notice
from handoff.storage import Storage
from handoff.writer import Result, Work

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)


class Service:
    """Carries out work; what a write returns is durable, and then whoever watches has been told."""

    def __init__(self, storage: Storage, bus: Bus, now: Clock = utc_now) -> None:
        self._storage, self._bus, self._now = storage, bus, now

    async def _read(self, work: Work[Result]) -> Result:
        return await self._storage.reader.run(work)

    async def _write(self, work: Work[Result], conversation: str | None = None) -> Result:
        """Do the work; watchers of the conversation re-read its log, those of the desk their lists."""
        result = await self._storage.writer.run(work)
        if conversation is not None:
            await self._bus.publish(conversation, Notice.LOG)
        await self._bus.publish(DESK, Notice.DESK)
        return result
