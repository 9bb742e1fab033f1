"""The console's socket: lists, the open conversation and presence, live; what was missed is read again by `seq`."""

import asyncio
import json
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from askcity.errors import ConversationError
from handoff.agents.values import SERVING, Agent, Presence
from handoff.console import cookies, wire
from handoff.console.floor import TOPIC
from handoff.console.following import Following
from handoff.console.parts import ConsoleParts
from handoff.desk.values import Side
from handoff.service import utc_now

SIGNED_OUT = 4401
"""Code of closing that tells a console to show the sign-in."""
LARGEST_MESSAGE = 4_096
HEARTBEAT = 15.0


class LeftError(Exception):
    """The console is gone, its session is over, or the service ends."""


class Live:
    """One console's socket from its opening to its end."""

    def __init__(self, socket: WebSocket, parts: ConsoleParts, token: str, agent: Agent) -> None:
        self._socket, self._parts, self._token, self._agent = socket, parts, token, agent
        self._following: asyncio.Task[None] | None = None
        self._tasks: asyncio.TaskGroup

    async def serve(self, mark: str) -> None:
        """Serve until the console leaves; whichever part ends first ends the others."""
        try:
            async with asyncio.TaskGroup() as self._tasks:
                self._tasks.create_task(self._tell_lists(mark))
                self._tasks.create_task(self._listen())
                self._tasks.create_task(self._watch_session())
        except* LeftError:
            pass

    async def _tell_lists(self, mark: str) -> None:
        told = None
        with self._parts.floor.watched(), self._parts.bus.watch(TOPIC) as changes:
            while not changes.closed:
                news = self._parts.floor.news(self._agent, mark)
                mark = news.mark
                await self._send(wire.lists(news, self._parts.board, utc_now()))
                if self._parts.dispatch.warning != told:
                    told = self._parts.dispatch.warning
                    await self._send(wire.packed("channel", notice=told))
                await changes.wait(HEARTBEAT)
        raise LeftError

    async def _watch_session(self) -> None:
        """End the socket soon after the session has ended, wherever that was."""
        while True:
            await asyncio.sleep(self._parts.recheck)
            session = await self._parts.sessions.find(self._token)
            if session is None:
                await self._send(wire.packed("signed_out"))
                await self._socket.close(SIGNED_OUT)
                raise LeftError
            self._agent = session.agent

    async def _listen(self) -> None:
        while True:
            try:
                text = await self._socket.receive_text()
            except WebSocketDisconnect:
                raise LeftError from None
            message = _understood(text)
            try:
                await self._carry_out(message)
            except ConversationError as refusal:
                await self._send(wire.packed("refused", what=str(message.get("type")), detail=str(refusal)))

    async def _carry_out(self, message: dict[str, Any]) -> None:
        conversation = str(message.get("conversation", ""))[:32]
        match message.get("type"):
            case "beat":
                await self._beat(active=message.get("active") is True)
            case "presence":
                await self._be(message.get("presence"))
            case "open":
                await self._open(conversation, message.get("after"), message.get("notes_after"))
            case "leave":
                self._stop_following()
            case "typing" if await self._owns(conversation):
                await self._parts.office.desk.typing(conversation)
            case "read" if await self._owns(conversation):
                seq = _count(message.get("seq"))
                await self._parts.office.desk.read(conversation, Side.AGENT, seq)

    async def _beat(self, *, active: bool) -> None:
        if active:
            await self._parts.sessions.touch(self._token)
        if self._agent.role not in SERVING:
            return
        there = await self._parts.office.agents.beat(self._agent.name)
        if not there:
            await self._send(wire.packed("presence", presence=Presence.OFFLINE))

    async def _be(self, wanted: Any) -> None:
        if self._agent.role in SERVING and wanted in set(Presence):
            await self._parts.office.agents.set_presence(self._agent.name, Presence(wanted))
            await self._send(wire.packed("presence", presence=wanted))

    async def _open(self, conversation: str, after: Any, notes_after: Any) -> None:
        self._stop_following()
        following = Following(self._parts, conversation, _count(after), _count(notes_after))
        self._following = self._tasks.create_task(following.run(lambda: self._agent, self._send))

    def _stop_following(self) -> None:
        if self._following is not None:
            self._following.cancel()
            self._following = None

    async def _owns(self, conversation: str) -> bool:
        return (await self._parts.office.log.find(conversation)).agent == self._agent.name

    async def _send(self, text: str) -> None:
        try:
            await self._socket.send_text(text)
        except (WebSocketDisconnect, RuntimeError):  # closed meanwhile, by the other side or by us
            raise LeftError from None


def same_origin(socket: WebSocket) -> bool:
    """Whether a socket was opened by a page of this very service: browsers send cookies along from any page."""
    origin = socket.headers.get("origin", "")
    scheme = "https" if socket.url.scheme == "wss" else "http"
    return origin == f"{scheme}://{socket.headers.get('host', '')}"


async def answer(socket: WebSocket, parts: ConsoleParts, mark: str) -> None:
    """Serve a socket whose session holds; refuse any other before it is opened."""
    token = cookies.token(socket)
    session = await parts.sessions.find(token) if token and same_origin(socket) else None
    if session is None:
        await socket.close(SIGNED_OUT)
        return
    await socket.accept()
    await Live(socket, parts, token, session.agent).serve(mark)


def _understood(text: str) -> dict[str, Any]:
    """A message; whoever sends no JSON object is no console."""
    try:
        message = json.loads(text) if len(text) <= LARGEST_MESSAGE else None
    except ValueError:
        message = None
    if not isinstance(message, dict):
        raise LeftError
    return message


def _count(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value < 2**31 else 0
