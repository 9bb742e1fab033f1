"""The console's socket."""

from typing import Annotated

from fastapi import APIRouter, Query, WebSocket

from handoff.console import live
from handoff.console.parts import parts

router = APIRouter(prefix="/api/console")


@router.websocket("/ws")
async def follow(socket: WebSocket, after: Annotated[str, Query(max_length=40)] = "") -> None:
    """Lists, the open conversation and presence, live; `after` is the mark of the last lists seen."""
    await live.answer(socket, await parts(socket), after)
