"""The chat as one user of the made-up LINE has it on the phone, and the levers of the platform, for a page."""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from demo.line.menus import Menu
from demo.line.platform import SLOW, Failure, Line
from demo.line.users import Entry, Side, User
from demo.line.webhook import Caller

Wish = dict[str, Any]
CITIZENS = {"U1": "王小明", "U2": "陳美玲"}
KINDS: dict[str, Wish] = {
    "sticker": {"packageId": "446", "stickerId": "1988"},
    "image": {"contentProvider": {"type": "line"}},
    "audio": {"duration": 3_000, "contentProvider": {"type": "line"}},
    "location": {"address": "示範市中山區中山路 1 號", "latitude": 22.62, "longitude": 120.3},
}
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""What a picture that a citizen sends consists of."""
OUTCOMES: dict[str, Failure] = {"400": 400, "429": 429, "500": 500, "503": 503, SLOW: SLOW}
PONDERS = 45.0
"""Seconds that the bot takes longer: by then a reply token is nearly dead."""
TIMES = range(1, 11)
FARTHEST = 60 * 86_400


class WishError(Exception):
    """Something that the page cannot ask for."""


class Room:
    """What the page shows and does."""

    def __init__(self, line: Line, caller: Caller) -> None:
        self._line, self._caller = line, caller
        self._last: dict[str, Any] | None = None
        for id_, name in CITIZENS.items():
            line.users.setdefault(id_, User(id_, name))
        self._wishes: dict[str, Callable[[User, Wish], Awaitable[None]]] = {
            "say": self._say,
            "send": self._send,
            "tap": self._tap,
            "unsend": self._unsend,
            "follow": self._follow,
            "redeliver": self._redeliver,
            "clock": self._clock,
            "fail": self._fail,
            "down": self._down,
            "ponder": self._ponder,
            "month": self._month,
            "webhook": self._webhook,
        }

    async def do(self, wish: Wish) -> None:
        """Do what the page asks for. Raises WishError."""
        user, work = self._line.users.get(str(wish.get("user"))), self._wishes.get(str(wish.get("what")))
        if user is None or work is None:
            raise WishError("there is no such user or no such lever")
        try:
            await work(user, wish)
        except (KeyError, TypeError, ValueError) as error:
            raise WishError(f"the request is not complete: {error}") from error

    async def changed(self, version: int, seconds: float) -> None:
        """Wait until something is newer than `version`, at most so long."""
        await asyncio.to_thread(self._line.wait_until, lambda: self._line.version != version, seconds)

    def state(self, id_: str) -> dict[str, Any]:
        """Everything that the page shows of a user. Raises WishError."""
        user = self._line.users.get(id_)
        if user is None:
            raise WishError("there is no such user")
        line, webhook = self._line, self._line.channel.webhook
        with line.told:
            return {
                "version": line.version,
                "name": line.channel.name,
                "users": [{"id": one.id, "name": one.name} for one in line.users.values()],
                "follows": user.follows,
                "loading": max(0.0, user.loading_until - line.now),
                "entries": [asdict(entry) for entry in user.entries],
                "menu": _menu(line.menus.kept.get(line.menus.default)),
                "ahead": line.ahead,
                "down": line.down,
                "pondering": line.pondering,
                "failures": [str(one) for one in line.failures],
                "month": {"most": line.channel.month.most, "used": line.channel.month.used},
                "webhook": {"endpoint": webhook.endpoint, "active": webhook.active},
                "journal": [asdict(one) for one in line.journal],
            }

    async def _say(self, user: User, wish: Wish) -> None:
        text = str(wish["text"]).strip()
        if not text:
            raise ValueError("text")
        await self._write(user, {"type": "text", "text": text})

    async def _send(self, user: User, wish: Wish) -> None:
        kind = str(wish["kind"])
        number = await self._write(user, {"type": kind, **KINDS[kind]})
        if kind == "image":
            self._line.contents[self._line.message_id(number)] = PICTURE

    async def _tap(self, user: User, wish: Wish) -> None:
        """What LINE does when something is tapped: words are said, a postback is shown and told."""
        action = wish["action"]
        if action["type"] == "message":
            await self._write(user, {"type": "text", "text": str(action["text"])})
            return
        if action["type"] != "postback":
            raise ValueError("action")
        shown = action.get("displayText")
        event = self._line.event("postback", user.id, postback={"data": str(action["data"])})
        entry = self._enter(user, {"type": "text", "text": str(shown), "tapped": True}) if shown else None
        await self._tell(event, entry)

    async def _unsend(self, user: User, wish: Wish) -> None:
        number = int(wish["number"])
        with self._line.changing():
            entry = next(one for one in user.entries if one.number == number and one.side is Side.CITIZEN)
            entry.unsent = True
        event = self._line.event("unsend", user.id, unsend={"messageId": self._line.message_id(number)})
        del event["replyToken"]
        await self._tell(event)

    async def _follow(self, user: User, wish: Wish) -> None:
        follows = wish["follows"] is True
        with self._line.changing():
            user.follows = follows
        event = self._line.event("follow" if follows else "unfollow", user.id)
        if not follows:
            del event["replyToken"]
        await self._tell(event)

    async def _redeliver(self, _user: User, wish: Wish) -> None:
        """Send the last event again, so many times at once."""
        times = int(wish["times"])
        if self._last is None or times not in TIMES:
            raise ValueError("times")
        event = self._last
        await asyncio.gather(*(self._caller.redeliver(event) for _ in range(times)))

    async def _clock(self, _user: User, wish: Wish) -> None:
        seconds = float(wish["seconds"])
        if not 0 < seconds <= FARTHEST:
            raise ValueError("seconds")
        self._line.advance(seconds)

    async def _fail(self, _user: User, wish: Wish) -> None:
        times = int(wish.get("times", 1))
        if times not in TIMES:
            raise ValueError("times")
        with self._line.changing() as line:
            line.failures += [OUTCOMES[str(wish["outcome"])]] * times

    async def _down(self, _user: User, wish: Wish) -> None:
        with self._line.changing() as line:
            line.down, line.failures = wish["down"] is True, []

    async def _ponder(self, _user: User, wish: Wish) -> None:
        if self._line.pondering is None:
            raise ValueError("the service is not ours to hold up")
        with self._line.changing() as line:
            line.pondering = PONDERS if wish["ponder"] is True else 0.0

    async def _month(self, _user: User, wish: Wish) -> None:
        most = wish["most"]
        with self._line.changing() as line:
            line.channel.month.most = None if most is None else max(0, int(most))

    async def _webhook(self, _user: User, wish: Wish) -> None:
        with self._line.changing() as line:
            line.channel.webhook.active = wish["active"] is True

    async def _write(self, user: User, message: Wish) -> int:
        entry = self._enter(user, message)
        event = self._line.event(user=user.id, message={"id": self._line.message_id(entry.number), **message})
        await self._tell(event, entry)
        return entry.number

    def _enter(self, user: User, message: Wish) -> Entry:
        with self._line.changing() as line:
            entry = Entry(next(line.numbers), Side.CITIZEN, message, line.now, "sending")
            user.entries.append(entry)
        return entry

    async def _tell(self, event: dict[str, Any], entry: Entry | None = None) -> None:
        self._last = event
        call = await self._caller.tell(event)
        with self._line.changing():
            if entry is not None:
                entry.way = "taken" if call.confirmed else "untaken"


def _menu(menu: Menu | None) -> dict[str, Any] | None:
    return None if menu is None else {"id": menu.id, **menu.document}
