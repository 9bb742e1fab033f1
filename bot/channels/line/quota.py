"""The month's pushes: read from LINE, kept, budgeted; who may push, and when somebody has to be told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

import httpx
import structlog
from sqlalchemy import Connection, insert, select, update

from bot.channels.faults import fault
from bot.channels.line.batches import Pushes
from bot.channels.line.figures import LineFigures
from bot.channels.line.outbox import Outbox
from bot.channels.line.platform import Platform, Usage
from bot.channels.line.tables import quota
from handoff.bus import Bus
from handoff.service import Clock, Service
from handoff.storage import Storage

log = structlog.get_logger(__name__)

LOW = 0.75
"""Share of the month's messages from which it is told that they are running out."""
READ_EVERY = timedelta(minutes=10)
COUNT_EVERY = timedelta(seconds=15)


class Level(StrEnum):
    """How many pushes are left."""

    PLENTY = "plenty"
    LOW = "low"
    RESERVED = "reserved"
    SPENT = "spent"


PUSHES = {Level.RESERVED: Pushes.PEOPLE, Level.SPENT: Pushes.NONE}


@dataclass(frozen=True, slots=True)
class Terms:
    """The operator's: pushes a month (None: as LINE's plan has it), and the share of them that is people's alone."""

    budget: int | None = None
    reserve: float = 0.1


@dataclass(frozen=True, slots=True)
class Allowance:
    """Where the month stands; `most` is null where there is no limit."""

    level: Level
    most: int | None
    used: int


class Quota(Service):
    """Knows how many pushes are left, as LINE said last plus what has been pushed since."""

    def __init__(
        self,
        storage: Storage,
        bus: Bus,
        now: Clock,
        *,
        platform: Platform,
        outbox: Outbox,
        figures: LineFigures,
        terms: Terms | None = None,
    ) -> None:
        super().__init__(storage, bus, now)
        self._platform, self._outbox, self._figures = platform, outbox, figures
        self._terms = terms or Terms()
        self._allowance = self._judged(None, 0)
        self._asked_at: datetime | None = None
        self._counted_at: datetime | None = None

    @property
    def allowance(self) -> Allowance:
        """Where the month stands."""
        return self._allowance

    @property
    def pushes(self) -> Pushes:
        """For whom pushes are to be had."""
        return PUSHES.get(self._allowance.level, Pushes.ALL)

    async def look(self) -> None:
        """Bring the count up to date as often as is due; from time to time LINE is asked."""
        now = self._now()
        if self._asked_at is None or now - self._asked_at >= READ_EVERY:
            self._asked_at = now
            await self._ask()
        elif self._counted_at is not None and now - self._counted_at < COUNT_EVERY:
            return
        self._counted_at = now
        kept = await self._read(_kept)
        if kept is not None:
            usage, read_at = kept
            self._note(usage.most, usage.used + await self._outbox.pushed_since(read_at))
        else:
            self._note(None, 0)

    async def spent(self) -> None:
        """Note that LINE takes no more pushes this month; asking it again tells when it does."""
        used = max(self._allowance.used, self._allowance.most or 0)
        await self._keep(Usage(used, used))
        self._note(used, used)

    async def _ask(self) -> None:
        try:
            usage = await self._platform.usage()
        except (httpx.HTTPError, ValueError) as error:
            log.warning("line_quota_not_read", **fault(error))
            return
        await self._keep(usage)

    async def _keep(self, usage: Usage) -> None:
        await self._storage.writer.run(partial(_keep, usage=usage, now=self._now()))

    def _note(self, most: int | None, used: int) -> None:
        before, self._allowance = self._allowance, self._judged(most, used)
        after = self._allowance
        self._figures.most.set(-1 if after.most is None else after.most)
        self._figures.used.set(after.used)
        if after.level is not before.level:
            worse = list(Level).index(after.level) > list(Level).index(before.level)
            tell = log.warning if worse else log.info
            tell("line_quota_level", level=after.level, most=after.most, used=after.used)

    def _judged(self, most: int | None, used: int) -> Allowance:
        given = [one for one in (most, self._terms.budget) if one is not None]
        if not given:
            return Allowance(Level.PLENTY, None, used)
        allowed = min(given)
        if used >= allowed:
            level = Level.SPENT
        elif used >= allowed * (1 - self._terms.reserve):
            level = Level.RESERVED
        else:
            level = Level.LOW if used >= allowed * LOW else Level.PLENTY
        return Allowance(level, allowed, used)


def _keep(connection: Connection, usage: Usage, now: datetime) -> None:
    values = {"most": usage.most, "used": usage.used, "read_at": now}
    if connection.execute(update(quota).values(**values)).rowcount == 0:
        connection.execute(insert(quota).values(id=1, **values))


def _kept(connection: Connection) -> tuple[Usage, datetime] | None:
    row = connection.execute(select(quota)).one_or_none()
    return None if row is None else (Usage(row.most, row.used), row.read_at)
