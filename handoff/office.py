"""All services over one database, put together: whoever works with conversations is given an office."""

from dataclasses import dataclass
from typing import Any

from handoff.agents.agents import Agents
from handoff.bus import Bus
from handoff.desk.desk import Desk
from handoff.duty.duty import Duty
from handoff.log import ConversationLog
from handoff.queue.queue import Queue
from handoff.service import Clock, utc_now
from handoff.storage import Storage, open_storage


@dataclass(frozen=True, slots=True)
class Office:
    """The services; each reaches the same storage and tells the same bus."""

    storage: Storage
    bus: Bus
    log: ConversationLog
    queue: Queue
    agents: Agents
    duty: Duty
    desk: Desk

    async def close(self) -> None:
        """Finish the writes under way and let the database go."""
        await self.storage.close()


def open_office(
    url: str, bus: Bus, now: Clock = utc_now, service_hours: dict[str, Any] | None = None
) -> Office:
    """The services over the database at `url`; its schema is brought up to date first."""
    storage = open_storage(url)
    return Office(
        storage,
        bus,
        log=ConversationLog(storage, bus, now),
        queue=Queue(storage, bus, now),
        agents=Agents(storage, bus, now),
        duty=Duty(storage, bus, now, service_hours),
        desk=Desk(storage, bus, now),
    )
