"""The LINE channel over a database of its own, a clock that can be set, and a made-up platform."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.channels.answering import Answering
from bot.channels.desk import CitizenDesk
from bot.channels.limits import Gate
from bot.channels.limits.rules import Rules
from bot.channels.line import LineArrangement, LineChannel, Platform, PushTerms
from bot.channels.line.incoming import events_of
from bot.channels.metrics import Metrics
from bot.channels.responding import Allowed, Responder
from handoff.bus import LocalBus
from handoff.events import Draft, Event
from handoff.office import Office, open_office
from handoff.policy import Limits
from handoff.queue.lists import Wanted
from tests.databases import sqlite
from tests.handoff.clock import Clock
from tests.line import platform
from tests.line.platform import Line
from tests.web.stub import StubAnswerer


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def line() -> Iterator[Line]:
    with platform.serving() as line:
        yield line


@dataclass
class Bench:
    """The channel, worked by hand: nothing happens that the test does not ask for."""

    office: Office
    channel: LineChannel

    async def take_in(self, *events: dict[str, Any]) -> None:
        """Receive events and handle what is due."""
        await self.channel.inbox.receive(events_of({"events": list(events)}))
        await self.channel.handle()

    async def conversations(self) -> list[str]:
        """The ids of all conversations."""
        return [row.id for row in await self.office.queue.listed(Wanted())]

    async def answer(self, conversation: str, drafts: list[Draft]) -> None:
        """The bot's answer to the oldest open question."""
        asked = await self.office.log.next_question(conversation)
        assert asked is not None
        await self.office.log.reply(asked, drafts)

    async def log(self) -> list[Event]:
        """The log of the only conversation."""
        (conversation,) = await self.conversations()
        return await self.office.log.read_all(conversation)


@pytest.fixture
def database(tmp_path: Path) -> str:
    return sqlite(tmp_path / "a.sqlite3")


@pytest.fixture
def terms() -> PushTerms:
    return PushTerms()


def channel(
    office: Office,
    line: Line,
    clock: Clock,
    terms: PushTerms,
    timeout: float = 0.5,
    limits: Rules | None = None,
) -> LineChannel:
    """The channel over an office."""
    metrics = Metrics()
    responder = Responder(StubAnswerer(), office.duty, office.lane, Limits(), Allowed())
    desk = CitizenDesk(office, Answering(office, responder, metrics), metrics)
    platform = Platform("token", line.url, timeout)
    return LineChannel(
        office, desk, platform, Gate(metrics, limits), metrics, now=clock, arrangement=LineArrangement(terms)
    )


@pytest.fixture
async def bench(database: str, clock: Clock, line: Line, terms: PushTerms) -> AsyncIterator[Bench]:
    office = open_office(database, LocalBus(), clock)
    yield Bench(office, channel(office, line, clock, terms))
    await office.close()
