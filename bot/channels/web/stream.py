"""The event stream of one conversation: what is in the log, in its order, then what comes, until somebody leaves."""

import asyncio

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.channels.web.parts import Parts
from bot.channels.web.wire import HEARTBEAT, RETRY, TYPING, encoded
from handoff.bus import Notice, Subscription
from handoff.events import Author
from handoff.log import PAGE

HEADERS = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
)


def resume_point(header: str | None, after: int) -> int:
    """The `seq` to resume behind. The header is what a browser sends by itself, so that nonsense means the beginning."""
    if header is None:
        return after
    return int(header) if header.isascii() and header.isdecimal() and len(header) < 10 else 0


class EventStream(Response):
    """Sends a conversation's events behind `after`; between two of them it holds neither database nor thread."""

    def __init__(self, parts: Parts, conversation: str, after: int) -> None:
        self._parts = parts
        self._conversation, self._after = conversation, after
        self.background = None
        self.status_code = 200

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the stream until the reader leaves or the service ends."""
        with (
            self._parts.bus.watch(self._conversation) as subscription,
            self._parts.metrics.streams.track_inprogress(),
        ):
            watch = asyncio.create_task(_close_when_gone(receive, subscription))
            try:
                await send({"type": "http.response.start", "status": 200, "headers": list(HEADERS)})
                await _send(send, RETRY)
                await self._follow(subscription, send)
                await send({"type": "http.response.body", "body": b"", "more_body": False})
            finally:
                watch.cancel()

    async def _follow(self, subscription: Subscription, send: Send) -> None:
        await self._send_new(send)
        while not subscription.closed:
            notices = await subscription.wait(self._parts.heartbeat)
            answered = Notice.LOG in notices and await self._send_new(send)
            if Notice.TYPING in notices and not answered:
                await _send(send, TYPING)
            if not notices and not subscription.closed:
                await _send(send, HEARTBEAT)

    async def _send_new(self, send: Send) -> bool:
        """Send what the log has behind the last event sent; whether the bot spoke in it."""
        answered = False
        while events := await self._parts.log.read(self._conversation, self._after):
            await _send(send, b"".join(map(encoded, events)))
            self._after = events[-1].seq
            answered = answered or any(event.author is Author.BOT for event in events)
            if len(events) < PAGE:
                break
        return answered


async def _close_when_gone(receive: Receive, subscription: Subscription) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    subscription.close()


async def _send(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})
