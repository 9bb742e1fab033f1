"""The event stream of one conversation: what is in the log, in its order, then what comes, until somebody leaves."""

import asyncio
from collections.abc import Sequence

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from bot.channels.web.parts import Parts
from bot.channels.web.wire import AGENT_TYPING, HEARTBEAT, RETRY, TYPING, begun, changed, encoded, moved, read
from handoff.bus import Notice, Subscription
from handoff.events import Author, Conversation, Event, EventKind
from handoff.log import PAGE
from handoff.states import State

HEADERS = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
)
ABORT = "askcity.abort"
"""Extension of the request's scope, where the server has it: a function that breaks the connection."""
SPEAKERS = (Author.BOT, Author.AGENT)


def resume_point(header: str | None, after: int) -> int:
    """The `seq` to resume behind. The header is what a browser sends by itself, so that nonsense means the beginning."""
    if header is None:
        return after
    return int(header) if header.isascii() and header.isdecimal() and len(header) < 10 else 0


class EventStream(Response):
    """Sends a conversation's events behind `after`; between two of them it holds neither database nor thread."""

    def __init__(
        self, parts: Parts, conversation: Conversation, after: int, address: str | None = None
    ) -> None:
        self._parts, self._address = parts, address
        self._conversation, self._after, self._read = conversation.id, after, 0
        self._state = conversation.state
        self.background = None
        self.status_code = 200

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the stream until the reader leaves, stops reading, or the service ends."""
        patience = self._parts.readers.allowed.patience

        async def sent(message: Message) -> None:
            async with asyncio.timeout(patience):
                await send(message)

        with (
            self._parts.bus.watch(self._conversation) as subscription,
            self._parts.readers.reading(self._conversation, self._address, subscription),
            self._parts.metrics.streams.track_inprogress(),
        ):
            watch = asyncio.create_task(_close_when_gone(receive, subscription))
            try:
                await sent({"type": "http.response.start", "status": 200, "headers": list(HEADERS)})
                await _send(sent, RETRY)
                await self._follow(subscription, sent)
                await sent({"type": "http.response.body", "body": b"", "more_body": False})
            except TimeoutError:
                await self._break_off(scope, watch)
            finally:
                watch.cancel()

    async def _break_off(self, scope: Scope, watch: "asyncio.Task[None]") -> None:
        """Let go of a reader who takes nothing in, with what lies ready for it."""
        self._parts.metrics.broken_off.inc()
        abort = scope.get("extensions", {}).get(ABORT)
        if abort is not None:
            abort()
            await watch

    async def _follow(self, subscription: Subscription, send: Send) -> None:
        await self._send_new(send)
        if self._parts.answering.begun(self._conversation) is not None:
            await self._tell_beginning(send)
        await self._tell_place(send)
        await self._tell_read(send)
        while not subscription.closed:
            notices = await subscription.wait(self._parts.heartbeat)
            if Notice.GONE in notices:
                return
            await self._pass_on(notices, send)
            if not notices and not subscription.closed:
                await _send(send, HEARTBEAT)

    async def _pass_on(self, notices: frozenset[Notice], send: Send) -> None:
        """What happened, to the reader: first what the log has, then what only passes."""
        answered = Notice.LOG in notices and await self._send_new(send)
        if Notice.WORDS in notices:
            await self._tell_changed(send)
        if Notice.TYPING in notices and not answered:
            await self._tell_beginning(send)
        if Notice.AGENT_TYPING in notices and not answered:
            await _send(send, AGENT_TYPING)
        if Notice.PLACE in notices:
            await self._tell_place(send)
        if Notice.MARKS in notices:
            await self._tell_read(send)

    async def _tell_beginning(self, send: Send) -> None:
        text = self._parts.answering.begun(self._conversation)
        if text is None:
            await _send(send, TYPING)
        elif self._state is State.BOT:
            await _send(send, begun(text))

    async def _tell_place(self, send: Send) -> None:
        place = self._parts.board.place(self._conversation)
        if place is not None and self._state is State.QUEUED:  # the board may be a moment behind the log
            await _send(send, moved(place))

    async def _tell_changed(self, send: Send) -> None:
        """Messages of a linked LINE chat that the citizen has edited or unsent there."""
        for event in await self._parts.log.read_all(self._conversation):
            if event.seq <= self._after and (event.details.get("unsent") or event.details.get("edited")):
                await _send(send, changed(event))

    async def _tell_read(self, send: Send) -> None:
        seq = (await self._parts.office.desk.marks(self._conversation)).agent
        if seq > self._read:
            self._read = seq
            await _send(send, read(seq))

    async def _send_new(self, send: Send) -> bool:
        """Send what the log has behind the last event sent; whether the bot or an agent spoke in it."""
        answered = False
        while events := await self._parts.log.read(self._conversation, self._after):
            await _send(send, b"".join(map(encoded, events)))
            self._after = events[-1].seq
            self._state = _last_state(events, self._state)
            answered = answered or any(event.author in SPEAKERS for event in events)
            if len(events) < PAGE:
                break
        return answered


def _last_state(events: Sequence[Event], before: State) -> State:
    moves = [event for event in events if event.kind is EventKind.STATE]
    return State(moves[-1].details["state"]) if moves else before


async def _close_when_gone(receive: Receive, subscription: Subscription) -> None:
    try:
        while (await receive())["type"] != "http.disconnect":
            pass
    finally:
        subscription.close()


async def _send(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})
