"""Connections of citizens: who takes too long to say what is wanted, or says too much, is not listened to."""

import asyncio
import socket
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_WITHIN = 20.0
"""Seconds for the head of a request, from the connection or from the request's first byte."""
LARGEST_HEAD = 64 * 1024
GONE_AFTER_MS = 60_000
"""After so long without a sign of life from its other end a connection is given up."""
ABORT = "askcity.abort"
"""Extension of a request's scope: a function that breaks the connection."""


def forget_the_vanished(listener: socket.socket) -> None:
    """Let the system give up connections whose other end vanished, or never reads what it is sent."""
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, GONE_AFTER_MS)


class Connection(HttpToolsProtocol):
    """uvicorn's, with limits on the heads of requests."""

    # Two more names in its dictionary would be beyond what instances share: a kilobyte and a half for each.
    __slots__ = ("_deadline", "_head")

    head_within = HEAD_WITHIN

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Expect the first request."""
        self._deadline: asyncio.TimerHandle | None = None
        self._head = 0
        super().connection_made(transport)  # type: ignore[arg-type]
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Expect nothing any more."""
        self._have_head()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Expect the rest of the head."""
        super().on_message_begin()
        self._head = 0
        self._expect_head()
        extensions: dict[str, Any] = {ABORT: self.transport.abort}
        self.scope["extensions"] = extensions

    def on_url(self, url: bytes) -> None:
        """Count the address."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count the header."""
        self._count(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is there."""
        self._have_head()
        super().on_headers_complete()

    def _count(self, size: int) -> None:
        self._head += size
        if self._head > LARGEST_HEAD:
            raise ValueError("the head of a request is too large")  # the parser makes a 400 of it

    def _expect_head(self) -> None:
        self._have_head()
        self._deadline = self.loop.call_later(self.head_within, self.transport.abort)

    def _have_head(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
