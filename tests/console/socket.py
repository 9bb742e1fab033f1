"""A console's socket."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.console.staff import Console


class Socket:
    """An open socket that reads on until what is wanted has come."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    def send(self, kind: str, **content: Any) -> None:
        self.send_text(json.dumps({"type": kind, **content}))

    def send_text(self, text: str) -> None:
        self._connection.send(text)

    def next(self, kind: str, timeout: float = 10) -> dict[str, Any]:
        """The next message of a kind; those before it are passed over."""
        while True:
            message: dict[str, Any] = json.loads(self._connection.recv(timeout))
            if message["type"] == kind:
                return message

    def rows(self, *ids: str) -> dict[str, dict[str, Any]]:
        """The rows of conversations, once all of them have come."""
        found: dict[str, dict[str, Any]] = {}
        while not set(ids) <= set(found):
            found |= {row["id"]: row for row in self.next("lists")["rows"]}
        return found

    def ended(self, timeout: float = 10) -> int:
        """The code with which the service closes."""
        while True:
            try:
                self._connection.recv(timeout)
            except ConnectionClosed:
                return self._connection.close_code or 0


@contextmanager
def socket(console: Console, after: str = "", **headers: str) -> Iterator[Socket]:
    """A console's socket for the block."""
    url = console.url.replace("http", "ws", 1) + f"/api/console/ws?after={after}"
    sent = {"Cookie": console.cookie, "Origin": console.url, **headers}
    origin = sent.pop("Origin")
    with connect(url, additional_headers=sent, origin=origin, proxy=None) as connection:  # type: ignore[arg-type]
        yield Socket(connection)
