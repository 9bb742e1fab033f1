"""The page of the made-up LINE: its files, its state, its levers. It is served to this machine alone."""

import json
from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from demo.line.platform import Line
from demo.line.room import Room, WishError

FILES = Path(__file__).parent / "page"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
WAITS = 20.0
"""Seconds for which the page's question for something new is kept open."""


class Pages:
    """The page's addresses."""

    def __init__(self, line: Line, room: Room) -> None:
        self._line, self._room = line, room

    def routes(self) -> list[Route | Mount]:
        """The page, and what it asks for."""
        return [
            Route("/", self._page),
            Route("/room/state", self._state),
            Route("/room/do", self._do, methods=["POST"]),
            Route("/room/menu/{menu}", self._menu),
            Mount("/page", StaticFiles(directory=FILES)),
        ]

    async def _page(self, _request: Request) -> Response:
        return FileResponse(FILES / "chat.html", headers={"Content-Security-Policy": POLICY})

    async def _state(self, request: Request) -> Response:
        asked = request.query_params
        try:
            if asked.get("after", "").isdecimal():
                await self._room.changed(int(asked["after"]), WAITS)
            return JSONResponse(
                self._room.state(asked.get("user", "")), headers={"Cache-Control": "no-store"}
            )
        except WishError as error:
            return JSONResponse({"message": str(error)}, 400)

    async def _do(self, request: Request) -> Response:
        """Only the page itself may pull levers, not another page that is open in the same browser."""
        origin = request.headers.get("origin", "")
        if origin and urlsplit(origin).netloc != request.headers.get("host"):
            return JSONResponse({"message": "not from this page"}, 403)
        try:
            wish = json.loads(await request.body())
            if not isinstance(wish, dict):
                raise WishError("the body is not an object")
            await self._room.do(wish)
        except (WishError, ValueError) as error:
            return JSONResponse({"message": str(error)}, 400)
        return JSONResponse({})

    async def _menu(self, request: Request) -> Response:
        menu = self._line.menus.kept.get(request.path_params["menu"])
        return Response(menu.picture if menu else b"", 200 if menu else 404, media_type="image/png")
