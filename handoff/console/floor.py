"""The floor as all consoles of a process see it: read once for all of them when something changed."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from handoff.agents.values import Agent, OnDuty
from handoff.bus import DESK, Notice
from handoff.cases.values import CaseState
from handoff.console import reads
from handoff.console.reads import Fared
from handoff.console.seeing import may_read
from handoff.lane.values import Held
from handoff.office import Office
from handoff.queue.lists import Wanted
from handoff.queue.values import Row, Ticket
from handoff.service import Clock, utc_now
from handoff.states import State

log = structlog.get_logger(__name__)

TOPIC = "console"
"""Watched by the consoles' sockets of this process."""
LOOK_BACK = timedelta(hours=24)
MOST_ROWS = 5_000
OVERLAP = timedelta(seconds=10)
"""Rows of the last moments are read again: their transactions may have been seen late."""
KEPT = {State.BOT: LOOK_BACK, State.CLOSED: timedelta(minutes=10)}
ERASED_LOOKED_FOR = timedelta(seconds=5)
LONGEST_PREVIEW = 160
AT_MOST_EVERY = 0.5
AT_LEAST_EVERY = 5.0


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """How many cases wait, how many of them are too late."""

    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class News:
    """What a console has not seen: changed conversations, and all else as it is.

    With `full` the conversations are all there are, and older ones are to be forgotten.
    """

    mark: str
    full: bool
    rows: tuple[Row, ...]
    answers: Mapping[str, Fared]
    queue: tuple[Ticket, ...]
    people: tuple[OnDuty, ...]
    cases: CaseCounts
    drafts: tuple[Held, ...]
    typhoon: bool


class Floor:
    """Conversations by id with the revision of their last change; a console asks for what is behind its own."""

    def __init__(self, office: Office, now: Clock = utc_now) -> None:
        self._office, self._now = office, now
        self._epoch, self._revision, self._forgotten = secrets.token_urlsafe(6), 0, 0
        self._rows: dict[str, tuple[int, Row]] = {}
        self._read_until: datetime | None = None
        self._answers: dict[str, Fared] = {}
        self._queue: tuple[Ticket, ...] = ()
        self._people: tuple[OnDuty, ...] = ()
        self._cases = CaseCounts(0, 0)
        self._drafts: tuple[Held, ...] = ()
        self._typhoon = False
        self._looked_for_erased: datetime | None = None
        self._watchers, self._arrived = 0, asyncio.Event()

    def news(self, agent: Agent, mark: str = "") -> News:
        """What is behind a mark, as far as the agent may see it; everything where the mark is another process's."""
        seen = self._seen(mark)
        changed = sorted((pair for pair in self._rows.values() if pair[0] > seen), key=lambda pair: pair[0])
        rows = tuple(_as_seen_by(agent, row) for _, row in changed)
        told = f"{self._epoch}.{self._revision}"
        answers = {row.id: self._answers[row.id] for row in rows if row.id in self._answers}
        beside = (self._queue, self._people, self._cases, self._drafts, self._typhoon)
        return News(told, seen == 0, rows, answers, *beside)

    async def refresh(self) -> None:
        """Read what changed and wake the consoles."""
        began, before = self._now(), self._standing()
        for wanted in self._wanted(began):
            self._take_in(await self._told(await self._office.queue.listed(wanted)))
        self._queue = tuple(await self._office.queue.waiting())
        self._people = tuple(await self._office.agents.roster())
        undone = await self._office.cases.all((CaseState.OPEN,))
        self._cases = CaseCounts(len(undone), sum(case.due_at < began for case in undone))
        self._drafts = tuple(await self._office.lane.waiting())
        self._typhoon = (await self._office.duty.mode()).typhoon
        await self._drop_erased(began)
        self._read_until = began
        self._forget(began)
        if self._standing() != before:
            self._office.bus.tell(TOPIC, Notice.DESK)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Somebody looks for the length of the block: keep it up to date to the moment."""
        self._watchers += 1
        self._arrived.set()
        try:
            yield
        finally:
            self._watchers -= 1
            if not self._watchers:
                self._arrived.clear()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Follow the desk for the length of the block."""
        task = asyncio.create_task(self._follow(), name="console-floor")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _follow(self) -> None:
        with self._office.bus.watch(DESK) as changes:
            while not changes.closed:
                try:
                    await self.refresh()
                except Exception as error:  # the database may be away for a while; the next round tries again
                    log.error("floor_not_read", error=type(error).__name__)
                await asyncio.sleep(AT_MOST_EVERY)
                with suppress(TimeoutError):  # reading it all the time takes more than anything but answering
                    async with asyncio.timeout(AT_LEAST_EVERY):
                        await self._arrived.wait()
                await changes.wait(AT_LEAST_EVERY)

    def _wanted(self, now: datetime) -> list[Wanted]:
        """What changed since the last time; at first all that is open, the bot's only of the last day."""
        if self._read_until is not None:
            return [Wanted(since=self._read_until - OVERLAP, limit=MOST_ROWS)]
        people = frozenset({State.QUEUED, State.HUMAN})
        bots = Wanted(frozenset({State.BOT}), since=now - LOOK_BACK, limit=MOST_ROWS)
        return [Wanted(people, limit=MOST_ROWS), bots]

    async def _told(self, rows: Sequence[Row]) -> list[Row]:
        """Rows with what matters of them: how the bot fares, what those who wait have asked."""
        read = self._office.storage.reader.run
        bots = [row.id for row in rows if row.state is State.BOT]
        waiting = [row.id for row in rows if row.state is State.QUEUED]
        self._answers |= await read(partial(reads.answers, ids=bots))
        asked = await read(partial(reads.questions, ids=waiting))
        return [replace(row, last_text=asked.get(row.id, row.last_text)) for row in rows]

    def _standing(self) -> tuple[object, ...]:
        """What tells whether there is anything new."""
        people = [(one.agent, one.presence, one.holding) for one in self._people]
        return self._revision, self._queue, people, self._cases, self._drafts, self._typhoon

    def _seen(self, mark: str) -> int:
        epoch, _, number = mark.rpartition(".")
        seen = int(number) if epoch == self._epoch and number.isdecimal() else 0
        return seen if self._forgotten <= seen <= self._revision else 0

    def _take_in(self, rows: Iterable[Row]) -> None:
        for row in rows:
            short = replace(row, last_text=row.last_text[:LONGEST_PREVIEW])
            kept = self._rows.get(row.id)
            if kept is None or kept[1] != short:
                self._revision += 1
                self._rows[row.id] = (self._revision, short)

    async def _drop_erased(self, now: datetime) -> None:
        """Nothing of what was erased is kept; consoles are told as of conversations that are closed."""
        if self._looked_for_erased is not None and now - self._looked_for_erased < ERASED_LOOKED_FOR:
            return
        self._looked_for_erased = now
        there = await self._office.storage.reader.run(partial(reads.still_there, ids=list(self._rows)))
        for id_, (_revision, row) in list(self._rows.items()):
            if id_ not in there and row.state is not State.CLOSED:
                self._take_in([replace(row, state=State.CLOSED, agent=None, last_text="", last_author=None)])

    def _forget(self, now: datetime) -> None:
        for id_, (revision, row) in list(self._rows.items()):
            kept = KEPT.get(row.state)
            if kept is not None and now - row.updated_at > kept:
                self._forgotten = max(self._forgotten, revision)
                del self._rows[id_]
                self._answers.pop(id_, None)


def _as_seen_by(agent: Agent, row: Row) -> Row:
    """Another agent's conversation is there, its words are not."""
    return row if may_read(agent, row.state, row.agent) else replace(row, last_text="")
