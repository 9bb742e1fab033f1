"""All services over one database, put together: whoever works with conversations is given an office."""

from dataclasses import dataclass
from typing import Any

from handoff.agents.agents import Agents
from handoff.bus import Bus
from handoff.cases.cases import Cases
from handoff.desk.desk import Desk
from handoff.duty.duty import Duty
from handoff.keeping.erasure import Erasure
from handoff.lane.lane import Lane
from handoff.log import ConversationLog
from handoff.queue.queue import Queue
from handoff.service import Clock, utc_now
from handoff.storage import Storage, open_storage


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What the operator has set: a document of hours other than the shipped one, whether reports go to a webhook."""

    service_hours: dict[str, Any] | None = None
    deliver_reports: bool = False


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
    cases: Cases
    erasure: Erasure
    lane: Lane

    async def close(self) -> None:
        """Finish the writes under way and let the database go."""
        await self.storage.close()


def open_office(url: str, bus: Bus, now: Clock = utc_now, arrangement: Arrangement | None = None) -> Office:
    """The services over the database at `url`; its schema is brought up to date first."""
    storage, arrangement = open_storage(url), arrangement or Arrangement()
    duty = Duty(storage, bus, now, arrangement.service_hours)
    return Office(
        storage,
        bus,
        log=ConversationLog(storage, bus, now),
        queue=Queue(storage, bus, now),
        agents=Agents(storage, bus, now),
        duty=duty,
        desk=Desk(storage, bus, now),
        erasure=Erasure(storage, bus, now),
        lane=Lane(storage, bus, duty, now),
        cases=Cases(storage, bus, now, deliver=arrangement.deliver_reports),
    )
