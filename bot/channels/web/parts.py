"""What the web channel is made of; put together by whoever starts it."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request

from bot.channels.answering import Answering
from bot.channels.desk import CitizenDesk
from bot.channels.metrics import Metrics
from bot.channels.web.city import City
from handoff.bus import Bus
from handoff.log import ConversationLog


@dataclass(frozen=True, slots=True)
class Parts:
    """The wired parts.

    `close` is called once, after everything else has ended; a stream shows that it is alive after `heartbeat`
    seconds of silence.
    """

    log: ConversationLog
    bus: Bus
    answering: Answering
    desk: CitizenDesk
    city: City
    metrics: Metrics
    close: Callable[[], None]
    heartbeat: float = 15.0


def parts(request: Request) -> Parts:
    """The parts of the application that serves a request."""
    wired: Parts = request.app.state.parts
    return wired
