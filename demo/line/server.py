"""The platform over HTTP, from a thread of its own."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette

from demo.line.api import Api
from demo.line.pages import Pages
from demo.line.platform import Line
from demo.line.room import Room
from demo.line.webhook import Caller

HOST = "127.0.0.1"


def create_app(line: Line, *, with_page: bool = False) -> Starlette:
    """The platform's calls, and the page on which a chat can be tried."""
    caller, over = Caller(line), asyncio.Event()

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await caller.close()

    pages = Pages(line, Room(line, caller)).routes() if with_page else []
    app = Starlette(routes=[*Api(line, caller, over).routes(), *pages], lifespan=lifespan)
    app.state.over, app.state.line = over, line
    return app


class Server(uvicorn.Server):
    """uvicorn that first ends the answers that are kept back."""

    def __init__(self, app: Starlette) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                ws="none",
                proxy_headers=False,
                timeout_graceful_shutdown=1,
            )
        )
        self._over: asyncio.Event = app.state.over
        self._line: Line = app.state.line

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what waits, then everything else."""
        self._over.set()
        with self._line.changing():  # whoever waits for a change is let go
            pass
        await super().shutdown(sockets)


@contextmanager
def running(line: Line | None = None, port: int = 0, *, with_page: bool = False) -> Iterator[Line]:
    """Serve a platform while the context lasts; its address stands in `url`. Raises OSError if the port is taken."""
    line = line or Line()
    listening = socket.create_server((HOST, port))
    server = Server(create_app(line, with_page=with_page))
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [listening]}, name="made-up-line", daemon=True
    )
    line.url = f"http://{HOST}:{listening.getsockname()[1]}"
    thread.start()
    try:
        yield line
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
