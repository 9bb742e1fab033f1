"""LINE's Messaging API, as far as the service speaks it."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from demo.line import menus
from demo.line.faults import RefusedError
from demo.line.platform import SLOW, Failure, Line
from demo.line.webhook import Caller

HELD_FOR = 20.0
"""Seconds for which the answer to a SLOW call is kept back; nobody waits so long."""
Answered = Callable[[Request], Awaitable[Response]]


class Api:
    """The calls, on one platform; `over` ends what is kept back."""

    def __init__(self, line: Line, caller: Caller, over: asyncio.Event) -> None:
        self._line, self._caller, self._over = line, caller, over

    def routes(self) -> list[Route]:
        """The calls by address."""
        told: dict[str, tuple[Answered, list[str]]] = {
            "/v2/bot/message/reply": (self._reply, ["POST"]),
            "/v2/bot/message/push": (self._push, ["POST"]),
            "/v2/bot/chat/loading/start": (self._load, ["POST"]),
            "/v2/bot/message/quota": (self._quota, ["GET"]),
            "/v2/bot/message/quota/consumption": (self._consumption, ["GET"]),
            "/v2/bot/message/{message}/content": (self._content, ["GET"]),
            "/v2/bot/info": (self._info, ["GET"]),
            "/v2/bot/profile/{user}": (self._profile, ["GET"]),
            "/v2/bot/channel/webhook/endpoint": (self._endpoint, ["GET", "PUT"]),
            "/v2/bot/channel/webhook/test": (self._test, ["POST"]),
            "/v2/bot/richmenu": (self._make_menu, ["POST"]),
            "/v2/bot/richmenu/validate": (self._validate_menu, ["POST"]),
            "/v2/bot/richmenu/list": (self._menus, ["GET"]),
            "/v2/bot/richmenu/{menu}": (self._menu, ["GET", "DELETE"]),
            "/v2/bot/richmenu/{menu}/content": (self._picture, ["GET", "POST"]),
            "/v2/bot/user/all/richmenu": (self._default, ["GET", "DELETE"]),
            "/v2/bot/user/all/richmenu/{menu}": (self._show_menu, ["POST"]),
        }
        return [Route(path, self._guarded(call), methods=methods) for path, (call, methods) in told.items()]

    def _guarded(self, call: Answered) -> Answered:
        """A call whose key is looked at first; what is refused is said as LINE says it."""

        async def guarded(request: Request) -> Response:
            answer = await answered(request)
            with self._line.changing() as line:
                line.journal.note(line.now, f"{request.method} {request.url.path}", answer.status_code)
            return answer

        async def answered(request: Request) -> Response:
            try:
                if self._line.down:
                    raise RefusedError(503)
                if request.headers.get("authorization") != f"Bearer {self._line.channel.token}":
                    raise RefusedError(401)
                return await call(request)
            except RefusedError as refusal:
                return JSONResponse(refusal.document(), refusal.status, dict(refusal.headers))

        return guarded

    async def _reply(self, request: Request) -> Response:
        return await self._sent(self._line.reply(await _body(request)))

    async def _push(self, request: Request) -> Response:
        return await self._sent(
            self._line.push(await _body(request), request.headers.get("x-line-retry-key"))
        )

    async def _sent(self, outcome: Failure) -> Response:
        if outcome == SLOW:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), HELD_FOR)
        return JSONResponse({"sentMessages": []})

    async def _load(self, request: Request) -> Response:
        self._line.load(await _body(request))
        return JSONResponse({}, 202)

    async def _quota(self, _request: Request) -> Response:
        return JSONResponse(self._line.channel.month.plan())

    async def _consumption(self, _request: Request) -> Response:
        return JSONResponse({"totalUsage": self._line.channel.month.used})

    async def _content(self, request: Request) -> Response:
        content = self._line.contents.get(request.path_params["message"])
        if content is None:
            raise RefusedError(404)
        return Response(content, media_type="image/png")

    async def _info(self, _request: Request) -> Response:
        return JSONResponse(self._line.channel.info())

    async def _profile(self, request: Request) -> Response:
        user = self._line.users.get(request.path_params["user"])
        if user is None or not user.follows:
            raise RefusedError(404)
        return JSONResponse(user.profile())

    async def _endpoint(self, request: Request) -> Response:
        webhook = self._line.channel.webhook
        if request.method == "PUT":
            endpoint = (await _body(request)).get("endpoint")
            if not isinstance(endpoint, str) or not endpoint.startswith(("https://", "http://127.0.0.1:")):
                raise RefusedError(400, "Invalid webhook endpoint URL")
            with self._line.changing():
                webhook.endpoint = endpoint
            return JSONResponse({})
        if not webhook.endpoint:
            raise RefusedError(404, "Webhook endpoint not found")
        return JSONResponse({"endpoint": webhook.endpoint, "active": webhook.active})

    async def _test(self, request: Request) -> Response:
        body = await _body(request)
        return JSONResponse(
            await self._caller.test(body.get("endpoint") or self._line.channel.webhook.endpoint)
        )

    async def _make_menu(self, request: Request) -> Response:
        with self._line.changing():
            return JSONResponse({"richMenuId": self._line.menus.make(await _body(request)).id})

    async def _validate_menu(self, request: Request) -> Response:
        menus.check(await _body(request))
        return JSONResponse({})

    async def _menus(self, _request: Request) -> Response:
        listed = [{"richMenuId": menu.id, **menu.document} for menu in self._line.menus.kept.values()]
        return JSONResponse({"richmenus": listed})

    async def _menu(self, request: Request) -> Response:
        menu = self._line.menus.find(request.path_params["menu"])
        if request.method == "DELETE":
            with self._line.changing():
                self._line.menus.drop(menu.id)
            return JSONResponse({})
        return JSONResponse({"richMenuId": menu.id, **menu.document})

    async def _picture(self, request: Request) -> Response:
        id_ = request.path_params["menu"]
        if request.method == "POST":
            picture = await request.body()
            with self._line.changing():
                self._line.menus.paint(id_, picture, request.headers.get("content-type", ""))
            return JSONResponse({})
        return Response(self._line.menus.find(id_).picture, media_type="image/png")

    async def _default(self, request: Request) -> Response:
        if request.method == "DELETE":
            with self._line.changing():
                self._line.menus.default = ""
            return JSONResponse({})
        if not self._line.menus.default:
            raise RefusedError(404, "no default richmenu")
        return JSONResponse({"richMenuId": self._line.menus.default})

    async def _show_menu(self, request: Request) -> Response:
        with self._line.changing():
            self._line.menus.show(request.path_params["menu"])
        return JSONResponse({})


async def _body(request: Request) -> dict[str, Any]:
    try:
        document = json.loads(await request.body() or b"{}")
    except ValueError:
        raise RefusedError(400, "The request body is not JSON") from None
    if not isinstance(document, dict):
        raise RefusedError(400, "The request body is not an object")
    return document
