"""The address that LINE calls: nothing is read before the signature is verified, nothing is confirmed before it is durable."""

import json
from http import HTTPStatus

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.channels.line.channel import LineChannel
from bot.channels.line.incoming import events_of
from bot.channels.line.signature import genuine
from bot.channels.web.problems import declared, problem

PATH = "/line/webhook"
SIGNATURE = "X-Line-Signature"


def line_router(channel: LineChannel | None, secret: str) -> APIRouter:
    """The webhook; without a channel it says that there is none."""
    router = APIRouter()

    @router.post(PATH, responses=declared(400, 401, 404, 413))
    async def receive(request: Request) -> Response:
        """Take in what happened on LINE."""
        if channel is None:
            return problem(HTTPStatus.NOT_FOUND, "this service has no LINE channel: no channel secret is set")
        signature = request.headers.get(SIGNATURE)
        if not signature:
            return problem(HTTPStatus.BAD_REQUEST, f"the header {SIGNATURE} is missing")
        body = await request.body()
        if not genuine(secret, body, signature):
            return problem(HTTPStatus.UNAUTHORIZED, f"{SIGNATURE} is not this body's")
        try:
            document = json.loads(body)
        except (ValueError, RecursionError):
            return problem(HTTPStatus.BAD_REQUEST, "the body is not JSON")
        await channel.inbox.receive(events_of(document))
        channel.notice()
        return JSONResponse({})

    return router
