"""The LINE channel at work: events are taken in, messages carried out, those who wait looked after."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import structlog

from askcity.errors import ConflictError, NotFoundError, OverloadedError
from bot.channels.desk import CitizenDesk
from bot.channels.faults import fault
from bot.channels.limits import Gate
from bot.channels.line.asides import Aside
from bot.channels.line.carrier import EVERY, Carrier, for_ever, within
from bot.channels.line.chats import Chats
from bot.channels.line.courier import Courier
from bot.channels.line.figures import LineFigures
from bot.channels.line.forms import Forms
from bot.channels.line.inbox import MOST_ATTEMPTS, Inbox, Outcome
from bot.channels.line.incoming import Incoming, chat
from bot.channels.line.intake import Intake
from bot.channels.line.outbox import Outbox
from bot.channels.line.platform import Platform
from bot.channels.line.quota import Allowance, Level, Quota, Terms
from bot.channels.line.turnstile import Turnstile
from bot.channels.line.waiting import Waiting
from bot.channels.metrics import Metrics
from handoff.background import background
from handoff.bus import DESK
from handoff.console.outgoing import Notice, Outgoing
from handoff.office import Office
from handoff.service import Clock, utc_now

log = structlog.get_logger(__name__)

HOURLY = 3_600.0


class TooManyAttemptsError(Exception):
    """The processes that began with an event did not come to an end with it."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What the operator has set: the pushes of a month, and how long handled events are remembered."""

    terms: Terms = field(default_factory=Terms)
    remember: timedelta = timedelta(days=14)


class LineChannel:
    """Reads and writes the conversations of LINE's users."""

    def __init__(
        self,
        office: Office,
        desk: CitizenDesk,
        platform: Platform,
        gate: Gate,
        metrics: Metrics,
        *,
        now: Clock = utc_now,
        arrangement: Arrangement | None = None,
        asides: Sequence[Aside] = (),
    ) -> None:
        storage, self._bus = office.storage, office.bus
        self._platform, self._figures = platform, LineFigures(metrics.registry)
        self._arrangement = arrangement or Arrangement()
        self.inbox = Inbox(storage, self._bus, now)
        self.outbox = Outbox(storage, self._bus, now)
        self.quota = Quota(
            storage,
            self._bus,
            now,
            platform=platform,
            outbox=self.outbox,
            figures=self._figures,
            terms=self._arrangement.terms,
        )
        self.waiting = Waiting(storage, self._bus, now, platform)
        self._chats = Chats(storage, self._bus, now)
        forms = Forms(storage, self._bus, now)
        self._intake = Intake(desk, self._chats, forms, self.inbox, Turnstile(gate, platform, now))
        self._asides = asides
        courier = Courier(self.outbox, platform, self.quota, self._figures)
        self._carrier = Carrier(self.outbox, courier, self.quota)
        self._arrived = asyncio.Event()
        self._chores = (
            (self.quota.look, EVERY),
            (self.waiting.show, EVERY),
            (self.waiting.offer, EVERY),
            (self._forget, HOURLY),
        )

    def notice(self) -> None:
        """Look into the inbox soon."""
        self._arrived.set()

    async def outgoing(self, conversation: str) -> Outgoing | None:
        """What became of a conversation's messages; None where it is not one of LINE's."""
        reachable = await self._chats.reachable(conversation)
        if reachable is None:
            return None
        return Outgoing(
            await self.outbox.statuses(conversation), self.warning if reachable else Notice.BLOCKED
        )

    @property
    def warning(self) -> Notice | None:
        """What agents are to know of the month's pushes."""
        level = self.quota.allowance.level
        return None if level is Level.PLENTY else Notice(level)

    @property
    def allowance(self) -> Allowance:
        """How many messages may still be pushed this month."""
        return self.quota.allowance

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Work for the length of the block, first of all at what an earlier process left."""
        chores = {f"line_chore_{number}": _repeated(*chore) for number, chore in enumerate(self._chores)}
        try:
            async with background(line_in=for_ever(self._take_in), line_out=self._carry_out(), **chores):
                yield
        finally:
            await self._carrier.end()
            await self._platform.close()

    async def handle(self) -> int:
        """Handle the events that are due, those of a chat in their order, the chats side by side; how many there were."""
        taken = await self.inbox.take()
        chats: dict[str, list[Incoming]] = {}
        for event in taken:
            chats.setdefault(chat(event), []).append(event)
        await asyncio.gather(*map(self._in_order, chats.values()))
        return len(taken)

    async def _in_order(self, events: Sequence[Incoming]) -> None:
        for event in events:
            try:
                await self._handle(event)
            except Exception as error:  # the others must not wait for it; it is taken again later
                log.error("line_event_left", event_id=event.event_id, kind=event.kind, **fault(error))

    async def deliver(self) -> int:
        """Send what is due and wait for it; how many calls that were."""
        return await self._carrier.deliver()

    async def _handle(self, event: Incoming) -> None:
        """Handle an event; whatever fails again and again is given up, so that it cannot go on for ever."""
        try:
            if event.attempt > MOST_ATTEMPTS:
                raise TooManyAttemptsError
            outcome = Outcome.DONE if await self._aside(event) else await self._intake.handle(event)
        except (ConflictError, NotFoundError):
            outcome = Outcome.IGNORED
        except OverloadedError:
            await self.inbox.put_back(event)
            return
        except Exception as error:
            if event.attempt < MOST_ATTEMPTS:
                raise
            log.error("line_event_failed", event_id=event.event_id, kind=event.kind, **fault(error))
            outcome = Outcome.FAILED
        await self.inbox.settle(event, outcome)
        self._figures.handled(event.kind, outcome)

    async def _aside(self, event: Incoming) -> bool:
        for aside in self._asides:
            if await aside.takes(event):
                return True
        return False

    async def _take_in(self) -> None:
        self._arrived.clear()
        if not await self.handle():
            await within(EVERY, self._arrived.wait())

    async def _carry_out(self) -> None:
        with self._bus.watch(DESK) as desk:
            await for_ever(partial(self._carrier.go_on, desk))

    async def _forget(self) -> None:
        forgotten = await self.inbox.forget(self._arrangement.remember)
        log.info("line_events_forgotten", count=forgotten)


async def _repeated(chore: Callable[[], Awaitable[None]], pause: float) -> None:
    async def round_() -> None:
        await chore()
        await asyncio.sleep(pause)

    await for_ever(round_)
