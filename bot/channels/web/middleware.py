"""What every request passes through: measuring and logging, security headers, a limit on bodies."""

import asyncio
import time

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.faults import fault
from bot.channels.metrics import Metrics
from bot.channels.web.policy import policy
from bot.channels.web.problems import problem

log = structlog.get_logger(__name__)

LARGEST_BODY = 64 * 1024
LARGER_BODIES = {"/line/webhook": 1024 * 1024}
"""Paths that take more: LINE puts many events into one body."""
BODY_WITHIN = 30.0
"""Seconds for a body."""
SMALLEST_PACKED = 600
"""Bytes from which an answer is packed on its way."""
PACKED_AT = 5
QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
HEADERS = {
    "Content-Security-Policy": policy(),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

ONLY_ENCRYPTED = "max-age=31536000"
"""Browsers that have come here over TLS once come by no other way for a year."""


class Observed:
    """Counts, times and logs requests by route, without query strings; a fault comes out as a problem document."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 0

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._record(scope, status, time.perf_counter() - begun)
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except (
            Exception
        ) as error:  # the last stop: whatever it is must become an answer and a line in the log
            log.error("request_failed", method=scope["method"], route=_route(scope), **fault(error))
            if not status:
                await problem(500, "the service failed; try again later")(scope, receive, watch)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        method, route = scope["method"], _route(scope)
        self._metrics.requests.labels(method, route, status).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        if route not in QUIET:
            log.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))


class SecurityHeaders:
    """Puts the security headers on every response that has none of its own, and keeps the API's out of caches."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if scope.get("scheme") == "https":
                    headers.setdefault("Strict-Transport-Security", ONLY_ENCRYPTED)
                headers.setdefault(
                    "Cache-Control", "no-store" if scope["path"].startswith("/api/") else "no-cache"
                )
            await send(message)

        await self._app(scope, receive, with_headers)


class Packed:
    """Packs what is worth it; event streams pass by, which would stand still and keep what packing needs."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._packing = GZipMiddleware(app, minimum_size=SMALLEST_PACKED, compresslevel=PACKED_AT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        streams = scope["type"] != "http" or scope["path"].endswith("/events")
        await (self._app if streams else self._packing)(scope, receive, send)


class BodyLimit:
    """Refuses bodies over the limit, announced or not, without reading them to the end, and those that take too long."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST_BODY, within: float = BODY_WITHIN) -> None:
        self._app, self._largest, self._within = app, largest, within

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        largest = LARGER_BODIES.get(scope["path"], self._largest)
        detail = f"the body is larger than {largest} bytes"
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced) > largest:
            await problem(413, detail, {"Connection": "close"})(scope, receive, send)
            return
        read, more = 0, True
        late = asyncio.get_running_loop().time() + self._within

        async def counted() -> Message:
            nonlocal read, more
            if not more:  # an open stream waits here for its reader to leave
                return await receive()
            try:
                async with asyncio.timeout_at(late):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(408, "the body takes too long", {"Connection": "close"}) from None
            more = bool(message.get("more_body"))
            read += len(message.get("body", b""))
            if read > largest:
                raise HTTPException(413, detail, {"Connection": "close"})
            return message

        await self._app(scope, counted, send)


def _route(scope: Scope) -> str:
    """The pattern of the route, so that ids stay out of the figures; addresses that do not exist are one."""
    path = getattr(scope.get("route"), "path", None)
    return str(path) if path else "unmatched"
