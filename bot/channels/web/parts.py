"""What the web channel is made of; put together by whoever starts it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol

from starlette.requests import Request

from bot.channels.answering import Answering
from bot.channels.desk import CitizenDesk
from bot.channels.limits import Gate
from bot.channels.metrics import Metrics
from bot.channels.web.city import City
from bot.channels.web.embedding import Embedding
from bot.channels.web.readers import Readers
from handoff.bus import Bus
from handoff.log import ConversationLog
from handoff.office import Office
from handoff.queue.board import Board


class Background(Protocol):
    """Something that works as long as the service runs."""

    def running(self) -> AbstractAsyncContextManager[None]:
        """Work for the length of the block."""
        ...


@dataclass(frozen=True, slots=True)
class Terms:
    """What citizens are told of the service: days that things are kept (0: without an end), whether a model writes, whether there is LINE."""

    retention_days: int = 0
    case_retention_days: int = 0
    language_model: bool = False
    line: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """The wired parts.

    `background` runs as long as the service does; `close` is called once, after everything else has ended; a stream
    shows that it is alive after `heartbeat` seconds of silence.
    """

    office: Office
    board: Board
    answering: Answering
    desk: CitizenDesk
    city: City
    metrics: Metrics
    gate: Gate
    close: Callable[[], None]
    background: tuple[Background, ...] = ()
    heartbeat: float = 15.0
    embedding: Embedding = field(default_factory=Embedding)
    readers: Readers = field(default_factory=Readers)
    terms: Terms = field(default_factory=Terms)

    @property
    def log(self) -> ConversationLog:
        """The conversations."""
        return self.office.log

    @property
    def bus(self) -> Bus:
        """The fan-out."""
        return self.office.bus


async def parts(request: Request) -> Parts:
    """The parts of the application that serves a request."""
    wired: Parts = request.app.state.parts
    return wired
