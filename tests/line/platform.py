"""A made-up LINE platform: signs what it sends, takes replies and pushes as LINE does, and fails when told to."""

import http.server
import itertools
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from bot.channels.line.signature import sign

SECRET = "the channel's secret"
SLOW = "slow"
"""A failure: the call is accepted, and the answer to it comes too late."""


@dataclass
class Line:
    """The platform. `failures` are the outcomes of the next calls: a status, or SLOW; then calls succeed."""

    url: str = ""
    failures: list[int | str] = field(default_factory=list)
    seen: list[dict[str, Any]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    spent: set[str] = field(default_factory=set)
    told: threading.Condition = field(default_factory=threading.Condition)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def texts(self) -> list[str]:
        """What users saw, in order."""
        return [message["text"] for message in self.seen]

    def wait_for(self, count: int) -> list[str]:
        """What users saw, once it is this much."""
        with self.told:
            assert self.told.wait_for(lambda: len(self.seen) >= count, timeout=20), self.texts
        return self.texts

    def event(self, kind: str = "message", user: str = "U1", **fields: Any) -> dict[str, Any]:
        """An event as LINE words it."""
        number = next(self.numbers)
        return {
            "type": kind,
            "mode": "active",
            "timestamp": int(time.time() * 1000) + number,
            "source": {"type": "user", "userId": user},
            "webhookEventId": f"E{number}",
            "deliveryContext": {"isRedelivery": False},
            "replyToken": f"T{number}",
            **fields,
        }

    def says(self, text: str, user: str = "U1", **fields: Any) -> dict[str, Any]:
        """The event of a text message."""
        message = {"id": str(next(self.numbers)), "type": "text", "text": text}
        return self.event(user=user, message=message, **fields)

    def take(self, path: str, body: dict[str, Any], key: str | None) -> int | str:
        """What LINE does with a call."""
        self.calls.append(path.rsplit("/", 1)[1])
        outcome = self.failures.pop(0) if self.failures else 200
        if key is not None:
            self.keys.append(key)
        if outcome not in {200, SLOW}:
            return outcome
        once = key or body["replyToken"]
        if once in self.spent:
            return 409 if key else 400
        self.spent.add(once)
        with self.told:
            self.seen += body["messages"]
            self.told.notify_all()
        return outcome


def body_of(*events: dict[str, Any]) -> bytes:
    """The body of a webhook call."""
    return json.dumps({"destination": "Ubot", "events": events}, ensure_ascii=False).encode()


async def tell(client: httpx.AsyncClient, service: str, body: bytes) -> httpx.Response:
    """Call the webhook as LINE does."""
    headers = {"X-Line-Signature": sign(SECRET, body), "Content-Type": "application/json"}
    return await client.post(f"{service}/line/webhook", content=body, headers=headers)


@contextmanager
def serving() -> Iterator[Line]:
    """The platform on a port of its own."""
    line, over = Line(), threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            outcome = line.take(self.path, body, self.headers.get("X-Line-Retry-Key"))
            if outcome == SLOW:
                over.wait(20)
                return
            self.send_response(int(outcome))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    line.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield line
    finally:
        over.set()
        server.shutdown()
        thread.join()
        server.server_close()
