"""The console as part of a web application."""

from pathlib import Path

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from handoff.console.parts import ConsoleParts
from handoff.console.routes import ROUTERS

STATIC = Path(__file__).parent / "static"
PREFIXES = ("/console", "/api/console")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        "trusted-types 'none'"
    ),
    "X-Frame-Options": "DENY",
}


def install(app: FastAPI, parts: ConsoleParts) -> None:
    """Add the console's routes, page and headers; whoever calls lets `parts.floor` run beside the application."""
    app.state.console = parts
    for router in ROUTERS:
        app.include_router(router)
    app.add_api_route("/console", _page, include_in_schema=False)
    app.mount("/console", StaticFiles(directory=STATIC), name="console")
    app.add_middleware(StrictHeaders)


class StrictHeaders:
    """Keeps the console out of frames, and lets no text become markup in it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PREFIXES):
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, with_headers)


async def _page() -> Response:
    return FileResponse(STATIC / "index.html", media_type="text/html; charset=utf-8")
