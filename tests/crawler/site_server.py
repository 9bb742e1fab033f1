"""A small web site on loopback for tests: pages can change between crawls, faults are replies, every request is logged."""

import hashlib
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

EPOCH = 1_780_000_000  # Last-Modified of a page that never changed


@dataclass(frozen=True, slots=True)
class Request:
    """One request as the server saw it; `at` in seconds on the monotonic clock, `sent` in body bytes."""

    path: str
    headers: Mapping[str, str]
    at: float
    until: float
    status: int
    sent: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What a path answers; `validators` adds ETag and Last-Modified and honours revalidation."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    validators: bool = False
    seconds: float = 0
    truncated: bool = False
    endless: bool = False
    hangs: bool = False


Answer = Reply | Callable[[str], Reply]


class SiteServer:
    """Serves `pages` (path with query -> reply) on its own loopback address; `fallback` answers all other paths."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.pages: dict[str, Answer] = {}
        self.fallback: Answer = Reply(b"<h1>Not Found</h1>", status=404)
        self.requests: list[Request] = []
        self.closing = threading.Event()
        self.on_request: Callable[[str], None] = lambda path: None
        self._http = _Http((host, port), _handler(self))
        self.address = f"{host}:{self._http.server_address[1]}"
        self.url = f"http://{self.address}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()

    def hits(self, path: str) -> int:
        """How many requests asked for exactly this path and query."""
        return sum(request.path == path for request in self.requests)

    def paths(self) -> list[str]:
        """The paths asked for, in order, robots.txt and the well-known sitemap left out."""
        return [
            request.path for request in self.requests if request.path not in ("/robots.txt", "/sitemap.xml")
        ]

    def sent(self) -> int:
        """Body bytes sent so far."""
        return sum(request.sent for request in self.requests)

    def answer(self, path: str) -> Reply:
        """The reply to a path, as it stands now."""
        answer = self.pages.get(path, self.fallback)
        return answer if isinstance(answer, Reply) else answer(path)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed while it read is what some tests are about."""


def _handler(site: SiteServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = 65536

        def do_GET(self) -> None:
            started = time.monotonic()
            site.on_request(self.path)
            reply = site.answer(self.path)
            site.closing.wait(3600 if reply.hangs else reply.seconds)
            headers = {name.lower(): value for name, value in self.headers.items()}
            validators = _validators(reply) if reply.validators else {}
            unchanged = bool(validators) and _matches(headers, validators)
            status = 304 if unchanged else reply.status
            entry = Request(
                self.path, headers, started, time.monotonic(), status, 0 if unchanged else len(reply.body)
            )
            site.requests.append(entry)
            self._write(reply, status, {**validators, **reply.headers}, b"" if unchanged else reply.body)

        def _write(self, reply: Reply, status: int, headers: Mapping[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": reply.content_type, **headers}.items():
                self.send_header(name, value)
            if not reply.endless:
                self.send_header("Content-Length", str(len(body) * (2 if reply.truncated else 1)))
            self.end_headers()
            self.wfile.write(body)
            while reply.endless and not site.closing.is_set():
                self.wfile.write(body)
            self.close_connection = reply.truncated or reply.endless

        def log_message(self, format: str, *args: object) -> None:
            """Tests read `site.requests` instead."""

    return Handler


def _validators(reply: Reply) -> dict[str, str]:
    digest = hashlib.sha256(reply.body).hexdigest()
    return {
        "ETag": f'"{digest[:16]}"',
        "Last-Modified": formatdate(EPOCH + int(digest[:6], 16), usegmt=True),
    }


def _matches(headers: Mapping[str, str], validators: Mapping[str, str]) -> bool:
    if "if-none-match" in headers:
        return headers["if-none-match"] == validators["ETag"]
    return headers.get("if-modified-since") == validators["Last-Modified"]
