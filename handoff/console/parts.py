"""What the console is made of; put together by whoever starts it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection

from handoff.bus import Bus
from handoff.console.figures import Watch
from handoff.console.floor import Floor
from handoff.console.needs import Helper, Sources
from handoff.console.outgoing import Dispatch, NoDispatch
from handoff.console.provider import Provider
from handoff.console.sessions import Lifetimes, Sessions
from handoff.console.throttle import Throttle
from handoff.office import Office
from handoff.queue.board import Board
from handoff.service import Clock, utc_now

if TYPE_CHECKING:
    from handoff.console.oidc import SignOn


@dataclass(frozen=True, slots=True)
class ConsoleParts:
    """The wired parts; `recheck` is after how many seconds a stream looks again whether its session still holds."""

    office: Office
    board: Board
    sessions: Sessions
    throttle: Throttle
    floor: Floor
    watch: Watch
    suggester: Helper
    sources: Sources
    sign_on: "SignOn | None" = None
    dispatch: Dispatch = field(default_factory=NoDispatch)
    recheck: float = 3.0

    @property
    def bus(self) -> Bus:
        """The fan-out."""
        return self.office.bus


def put_together(
    office: Office,
    board: Board,
    suggester: Helper,
    sources: Sources,
    *,
    lifetimes: Lifetimes | None = None,
    provider: Provider | None = None,
    dispatch: Dispatch | None = None,
    now: Clock = utc_now,
) -> ConsoleParts:
    """The parts over an office."""
    storage, bus = office.storage, office.bus
    sessions = Sessions(storage, bus, now, lifetimes)
    return ConsoleParts(
        office,
        board,
        sessions,
        Throttle(storage, bus, now),
        Floor(office, now),
        Watch(storage, bus, now),
        suggester,
        sources,
        _sign_on(provider) if provider else None,
        dispatch or NoDispatch(),
    )


def _sign_on(provider: Provider) -> "SignOn":
    from handoff.console.oidc import SignOn  # noqa: PLC0415  (11 MB that few cities need)

    return SignOn(provider)


async def parts(connection: HTTPConnection) -> ConsoleParts:
    """The parts of the application that serves a request or a socket."""
    wired: ConsoleParts = connection.app.state.console
    return wired
