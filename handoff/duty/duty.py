"""Duty as a service: the arrangements in force, and whether somebody can take over now."""

from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from handoff.agents import operations as agents
from handoff.agents.values import SERVING, Presence
from handoff.bus import Bus
from handoff.duty import hours
from handoff.duty.hours import Hours
from handoff.duty.values import Availability, Fact, Mode
from handoff.queue import tickets
from handoff.queue.values import Need
from handoff.service import Clock, Service, utc_now
from handoff.states import Reason, Unavailable
from handoff.storage import Storage
from handoff.tables import arrangements

HOURS = "hours"
MODE = "mode"


class Duty(Service):
    """Hours and mode, stored where a supervisor changed them; `document` are the hours that hold otherwise."""

    def __init__(
        self, storage: Storage, bus: Bus, now: Clock = utc_now, document: dict[str, Any] | None = None
    ) -> None:
        super().__init__(storage, bus, now)
        self._document = document or hours.load()
        hours.parse(self._document)

    async def availability(self, need: Need) -> Availability:
        """Whether somebody can take over."""
        return await self._read(partial(self._availability, need=need, now=self._now()))

    async def hours(self) -> dict[str, Any]:
        """The document of hours in force, in the shape of `hours.toml`."""
        return await self._read(self._hours)

    async def set_hours(self, document: dict[str, Any], agent: str | None = None) -> None:
        """Store other hours. Raises ConfigurationError."""
        hours.parse(document)
        plain = {**document, "holidays": {str(day): name for day, name in document["holidays"].items()}}
        await self._write(partial(_store, key=HOURS, value=plain, agent=agent, now=self._now()))

    async def mode(self) -> Mode:
        """The mode in force."""
        return await self._read(_mode)

    async def set_mode(self, mode: Mode, agent: str | None = None) -> None:
        """Change the mode."""
        value = {
            "typhoon": mode.typhoon,
            "since": self._now().isoformat(),
            "facts": [{"text": fact.text, "url": fact.url} for fact in mode.facts],
            "words": list(mode.words),
        }
        await self._write(partial(_store, key=MODE, value=value, agent=agent, now=self._now()))

    def _hours(self, connection: Connection) -> dict[str, Any]:
        kept: dict[str, Any] | None = _kept(connection, HOURS)
        return kept or self._document

    def _availability(self, connection: Connection, need: Need, now: datetime) -> Availability:
        opening, mode = hours.parse(self._hours(connection)), _mode(connection)
        roster = agents.roster(connection, now)
        somebody = any(one.presence is Presence.ONLINE and one.agent.role in SERVING for one in roster)
        urgent = need.urgent or mode.concerns(need.words)
        if not opening.is_open(now, typhoon=mode.typhoon) and not (urgent and somebody):
            return _closed(opening, now, mode)
        if not somebody:
            return Availability(Unavailable.NOBODY_ON_DUTY)
        if urgent:
            return Availability()
        if mode.typhoon and need.reason is not Reason.ASKED_FOR_HUMAN:
            return Availability(Unavailable.TYPHOON)
        full = tickets.count_waiting(connection) >= opening.most_waiting
        return Availability(Unavailable.QUEUE_FULL if full else None)


def _closed(opening: Hours, now: datetime, mode: Mode) -> Availability:
    until = opening.opens(now, typhoon=mode.typhoon)
    holiday = None if mode.typhoon else opening.holiday(now)
    if holiday is not None:
        return Availability(Unavailable.HOLIDAY, until, holiday)
    return Availability(Unavailable.CLOSED_HOURS, until)


def _mode(connection: Connection) -> Mode:
    kept: dict[str, Any] | None = _kept(connection, MODE)
    if kept is None:
        return Mode()
    facts = tuple(Fact(fact["text"], fact["url"]) for fact in kept["facts"])
    return Mode(kept["typhoon"], datetime.fromisoformat(kept["since"]), facts, tuple(kept["words"]))


def _kept(connection: Connection, key: str) -> Any:
    return connection.execute(
        select(arrangements.c.value).where(arrangements.c.key == key)
    ).scalar_one_or_none()


def _store(connection: Connection, key: str, value: Any, agent: str | None, *, now: datetime) -> None:
    connection.execute(delete(arrangements).where(arrangements.c.key == key))
    connection.execute(insert(arrangements).values(key=key, value=value, changed_by=agent, changed_at=now))
    if agent is not None:
        agents.record(connection, agent, f"set_{key}", now)
