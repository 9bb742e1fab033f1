"""The demo city over HTTP: one process that answers for every site by its host name."""

import asyncio
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import uvicorn
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from demo.city import City
from demo.content import CONTENT
from demo.faults import Behaviour, Fault, load_faults
from demo.responder import Responder
from demo.served import Served
from demo.streams import MEGABYTE, bomb, endless, large
from demo.values import Feature, Site

DEFAULT_PORT = 80
BACKLOG = 1024


class CityHolder:
    """The city that is being served, which may be swapped while it is; and the bytes sent for each host."""

    def __init__(self, city: City, folder: Path = CONTENT) -> None:
        self._faults = load_faults(folder)
        self.bytes_sent: Counter[str] = Counter()
        self.requests: Counter[str] = Counter()
        self.city = city

    @property
    def city(self) -> City:
        """The city that requests are answered from."""
        return self._city

    @city.setter
    def city(self, city: City) -> None:
        self._city = city
        self._responders: dict[int, Responder] = {}

    @property
    def slow_seconds(self) -> float:
        """How long the slow site waits before it answers."""
        return self._faults.slow_seconds

    def responder(self, port: int) -> Responder:
        """Answers with links to this port."""
        if port not in self._responders:
            self._responders[port] = Responder(self._city, self._faults, port)
        return self._responders[port]

    def is_down(self, host: str) -> bool:
        """Whether a host is that of a site which is down."""
        site = self.responder(DEFAULT_PORT).site(host)
        return site is not None and Feature.DOWN in site.features


def create_app(city: City | CityHolder) -> "DemoApp":
    """The ASGI app that serves a city, or whatever city a holder holds."""
    return DemoApp(city if isinstance(city, CityHolder) else CityHolder(city))


class DemoApp:
    """Dispatches on the Host header, revalidates, compresses and counts."""

    def __init__(self, holder: CityHolder) -> None:
        self.holder = holder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        request = Request(scope)
        host = request.headers.get("host", "")
        self.holder.requests[host] += 1

        async def counted(message: Message) -> None:
            self.holder.bytes_sent[host] += _size(message)
            await send(message)

        response = await self._respond(request, host)
        await response(scope, receive, counted)

    async def _respond(self, request: Request, host: str) -> Response:
        port = host.rpartition(":")[2]
        responder = self.holder.responder(int(port) if port.isdecimal() else DEFAULT_PORT)
        site = responder.site(host)
        if request.method not in ("GET", "HEAD"):
            return Response("method not allowed", 405, {"allow": "GET, HEAD"})
        if site is None:
            return _plain(responder.front, request, {})
        if Feature.SLOW in site.features:
            await asyncio.sleep(self.holder.slow_seconds)
        fault = responder.fault(site, request.url.path)
        if fault is not None:
            return _faulty(responder, site, fault, request)
        served = responder.answer(site, request.url.path, request.url.query)
        headers = served.validators(site)
        if _is_unchanged(request, headers):
            return Response(status_code=304, headers=headers)
        return _plain(served, request, headers)


def _faulty(responder: Responder, site: Site, fault: Fault, request: Request) -> Response:
    """What an address with a fault answers."""
    match fault.behaviour:
        case Behaviour.REDIRECT:
            return Response(
                status_code=fault.status, headers={"location": responder.destination(site, fault)}
            )
        case Behaviour.PAGE:
            return _plain(responder.failure(site, fault), request, {})
        case Behaviour.GZIP_BOMB:
            return Response(
                bomb(fault.megabytes), headers={"content-encoding": "gzip"}, media_type=fault.media_type
            )
        case Behaviour.ENDLESS:
            return StreamingResponse(endless(), media_type="text/html; charset=utf-8")
        case Behaviour.LARGE:
            size = {"content-length": str(fault.megabytes * MEGABYTE)}
            return StreamingResponse(large(fault.megabytes), headers=size, media_type=fault.media_type)


def _plain(served: Served, request: Request, validators: dict[str, str]) -> Response:
    """A rendered page, compressed if the client takes that."""
    headers = {"content-type": served.media_type, **served.headers, **validators}
    body = served.body
    if served.compressible:
        headers["vary"] = "Accept-Encoding"
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["content-encoding"] = "gzip"
            body = served.compressed
    headers["content-length"] = str(len(body))
    return Response(b"" if request.method == "HEAD" else body, served.status, headers)


def _is_unchanged(request: Request, validators: dict[str, str]) -> bool:
    """Whether the client's copy is still good; an ETag outweighs a date (RFC 9110, 13.2.2)."""
    known = request.headers.get("if-none-match")
    if known is not None and "etag" in validators:
        opaque = validators["etag"].removeprefix("W/")
        return known.strip() == "*" or opaque in {tag.strip().removeprefix("W/") for tag in known.split(",")}
    return (
        "last-modified" in validators
        and request.headers.get("if-modified-since") == validators["last-modified"]
    )


def _size(message: Message) -> int:
    """The bytes of one message on the wire, but for the status line."""
    if message["type"] == "http.response.start":
        return sum(len(name) + len(value) + 4 for name, value in message.get("headers", []))
    return len(message.get("body", b""))


class DroppingProtocol(H11Protocol):
    """HTTP/1.1 as usual, but the connection is cut without a word where the site asked for is down."""

    def data_received(self, data: bytes) -> None:
        """Take what came in, unless it is for a site that is down."""
        app = cast(ASGIApp, self.config.app)
        if isinstance(app, DemoApp) and app.holder.is_down(_host_of(data)):
            self.transport.abort()
            return
        super().data_received(data)


def _host_of(data: bytes) -> str:
    """The Host header in the first bytes of a request, empty if there is none."""
    lines = data[:8192].split(b"\r\n")
    hosts = (line.partition(b":")[2] for line in lines if line[:5].lower() == b"host:")
    return next(hosts, b"").strip().decode("latin-1")


@contextmanager
def running(city: City | CityHolder, port: int = 0, host: str = "127.0.0.1") -> Iterator[int]:
    """Serve a city from a thread while the context lasts; yields the port. Raises OSError if it is taken."""
    config = uvicorn.Config(
        create_app(city), host=host, port=port, http=DroppingProtocol, ws="none", lifespan="off",
        access_log=False, proxy_headers=False, server_header=False, log_level="warning",
        timeout_graceful_shutdown=1,
    )  # fmt: skip
    listening = socket.create_server((host, port), backlog=BACKLOG)
    server = uvicorn.Server(config)
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [listening]}, name="demo-city", daemon=True
    )
    thread.start()
    try:
        yield int(listening.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
