"""`askcity serve`: the web service."""

import contextlib
import ctypes
import resource
import socket
from typing import Annotated

import typer
import uvicorn
from fastapi import FastAPI

from askcity.app import create_app
from askcity.connections import Connection, forget_the_vanished
from askcity.errors import ConfigurationError
from askcity.logs import configure_logs
from askcity.settings import load_settings
from bot.channels.web import Parts

BACKLOG = 2_048
M_ARENA_MAX = -8
"""glibc's malloc.h."""
LARGEST_MESSAGE = 64 * 1024
"""Bytes of one message on a WebSocket."""
IDLE_SECONDS = 75
"""Seconds for which a connection is kept without a request: longer than clients and proxies keep one, or they send into it
while it is being closed."""
LAST_SECONDS = 10
"""Seconds that requests under way have at the end."""


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65_535)
    ] = 8000,
) -> None:
    """Serve the chat page and the API until stopped."""
    settings = load_settings()
    configure_logs(settings.log_level)
    prepare_process()
    with listening(host, port) as listener:
        server = Server(create_app(settings))
        typer.echo(f"askcity: http://{_shown(host)}:{listener.getsockname()[1]}/")
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl+C, after everything has ended in order
            server.run(sockets=[listener])


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises ConfigurationError where the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # asyncio then sets TCP_NODELAY
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        forget_the_vanished(listener)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise ConfigurationError(
            f"cannot listen on {host} port {port}: {error.strerror}; stop what uses it or take another --port"
        ) from None
    return listener


def prepare_process() -> None:
    """Make room for many open chat pages: as many open files as the system grants, and one heap for all threads.

    With glibc each thread otherwise gets a heap of its own, of which much stays unused: 45 MiB with 9,000 streams.
    """
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_ARENA_MAX, 1)


class Server(uvicorn.Server):
    """uvicorn that ends the open event streams first, since they would keep it waiting for ever."""

    def __init__(self, app: FastAPI) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=Connection,
                ws_max_size=LARGEST_MESSAGE,
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,  # the application looks through the proxies that the settings name
                timeout_keep_alive=IDLE_SECONDS,
                timeout_graceful_shutdown=LAST_SECONDS,
            )
        )
        self._parts: Parts = app.state.parts

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then the connections, then the application."""
        self._parts.bus.close()
        await super().shutdown(sockets)


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
