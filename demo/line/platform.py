"""The platform's state: who its users are, what was sent to whom, which tokens still hold, what is to fail next."""

import base64
import hashlib
import hmac
import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from demo.line.channel import Channel
from demo.line.faults import INVALID_TOKEN, RETRY_KEY, RefusedError, wrong
from demo.line.journal import Journal
from demo.line.menus import Menus
from demo.line.rules import check
from demo.line.users import Entry, Side, User

SECRET = "the channel's secret"  # noqa: S105  (of a platform that does not exist)
SLOW = "slow"
"""A failure: the call is accepted, and the answer to it comes too late."""
TOKEN_SECONDS, KEY_SECONDS = 60, 86_400
"""How long a reply token holds, and how long a retry key is remembered."""
LOADING = range(5, 61, 5)

Failure = int | str


@dataclass
class Line:
    """The platform. `failures` are the outcomes of the next calls that send: a status, or SLOW; then calls succeed.

    `pondering` are the seconds that the bot is to take longer; None where the service is not ours to hold up.
    """

    url: str = ""
    channel: Channel = field(default_factory=lambda: Channel(SECRET))
    users: dict[str, User] = field(default_factory=dict)
    menus: Menus = field(default_factory=Menus)
    failures: list[Failure] = field(default_factory=list)
    down: bool = False
    pondering: float | None = None
    seen: list[dict[str, Any]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    journal: Journal = field(default_factory=Journal)
    contents: dict[str, bytes] = field(default_factory=dict)
    ahead: float = 0.0
    told: threading.Condition = field(default_factory=threading.Condition)
    version: int = 0
    begun: int = field(default_factory=lambda: time.time_ns() // 1_000_000)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _tokens: dict[str, tuple[str, float]] = field(default_factory=dict, repr=False)
    _accepted: dict[str, float] = field(default_factory=dict, repr=False)

    @property
    def texts(self) -> list[str]:
        """What users saw, in order; of what is not text, what stands for it."""
        return [str(message.get("text") or message.get("altText") or "") for message in self.seen]

    @property
    def now(self) -> float:
        """The platform's time in seconds; it can be set forward."""
        return time.time() + self.ahead

    def advance(self, seconds: float) -> None:
        """Set the platform's clock forward."""
        with self.changing():
            self.ahead += seconds

    def user(self, id_: str) -> User:
        """A user, made when first seen."""
        return self.users.setdefault(id_, User(id_))

    def changing(self) -> "Changing":
        """Hold the state while it is changed; those who wait for a change are told."""
        return Changing(self)

    def wait_for(self, count: int) -> list[str]:
        """What users saw, once it is this much."""
        with self.told:
            if not self.told.wait_for(lambda: len(self.seen) >= count, timeout=20):
                raise AssertionError(self.texts)
        return self.texts

    def wait_until(self, true: Callable[[], bool], seconds: float = 20) -> bool:
        """Whether something becomes true in time; it is looked at after each change."""
        with self.told:
            return self.told.wait_for(true, timeout=seconds)

    def sign(self, body: bytes) -> str:
        """The signature of a webhook call."""
        return base64.b64encode(hmac.digest(self.channel.secret.encode(), body, hashlib.sha256)).decode()

    def event(self, kind: str = "message", user: str = "U1", **fields: Any) -> dict[str, Any]:
        """An event as LINE words it; its reply token holds from now on."""
        number = next(self.numbers)
        source = fields.get("source") or {"type": "user", "userId": user}
        self._tokens[f"T{number}"] = (
            source.get("groupId") or source.get("roomId") or source["userId"],
            self.now,
        )
        return {
            "type": kind,
            "mode": "active",
            "timestamp": int(self.now * 1000) + number,
            "source": source,
            "webhookEventId": f"E{self.begun}-{number}",
            "deliveryContext": {"isRedelivery": False},
            "replyToken": f"T{number}",
            **fields,
        }

    def message_id(self, number: int) -> str:
        """The id of a message; no other platform, nor this one after a new start, has had it."""
        return f"{self.begun}{number:06}"

    def says(self, text: str, user: str = "U1", **fields: Any) -> dict[str, Any]:
        """The event of a text message."""
        message = {"id": self.message_id(next(self.numbers)), "type": "text", "text": text}
        return self.event(user=user, message=message, **fields)

    def reply(self, body: dict[str, Any]) -> Failure:
        """Take a reply; 200 or SLOW. Raises RefusedError."""
        outcome, messages = self._outcome("reply"), check(body.get("messages"))
        user, since = self._tokens.pop(str(body.get("replyToken")), ("", 0.0))
        if not user or self.now - since > TOKEN_SECONDS:
            raise RefusedError(400, INVALID_TOKEN)
        self._show(user, messages, "reply")
        return outcome

    def push(self, body: dict[str, Any], key: str | None) -> Failure:
        """Take a push; 200 or SLOW. Raises RefusedError."""
        if key is not None:
            self.keys.append(_uuid(key))
        outcome, messages = self._outcome("push"), check(body.get("messages"))
        if key is not None and self.now - self._accepted.get(key, 0.0) < KEY_SECONDS:
            raise RefusedError(409, RETRY_KEY, headers={"x-line-accepted-request-id": key})
        user = body.get("to")
        if not isinstance(user, str) or not user:
            raise wrong("The property, 'to', in the request body is invalid", "to")
        self.channel.month.spend()
        if key is not None:
            self._accepted[key] = self.now
        self._show(user, messages, "push")
        return outcome

    def load(self, body: dict[str, Any]) -> None:
        """Show a user that an answer is being prepared. Raises RefusedError."""
        user, seconds = body.get("chatId"), body.get("loadingSeconds", 20)
        if not isinstance(user, str) or not user or user.startswith(("C", "R")):
            raise wrong("The chatId must be a user's", "chatId")
        if seconds not in LOADING:
            raise wrong("must be a multiple of 5, at most 60", "loadingSeconds")
        with self.changing():
            self.loaded.append(user)
            self.user(user).loading_until = self.now + seconds

    def _outcome(self, call: str) -> Failure:
        self.calls.append(call)
        outcome = self.failures.pop(0) if self.failures else 200
        if outcome not in {200, SLOW}:
            raise RefusedError(int(outcome))
        return outcome

    def _show(self, user: str, messages: list[dict[str, Any]], way: str) -> None:
        """What somebody who has blocked the account is sent is accepted and never seen."""
        with self.changing():
            whose = self.user(user)
            whose.loading_until = 0.0
            if whose.follows:
                self.seen += messages
                whose.entries += [
                    Entry(next(self.numbers), Side.SERVICE, one, self.now, way) for one in messages
                ]


class Changing:
    """The state, held for a change."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def __enter__(self) -> Line:
        self._line.told.acquire()
        return self._line

    def __exit__(self, *_: object) -> None:
        self._line.version += 1
        self._line.told.notify_all()
        self._line.told.release()


def body_of(*events: dict[str, Any]) -> bytes:
    """The body of a webhook call."""
    return json.dumps({"destination": "Ubot", "events": events}, ensure_ascii=False).encode()


def _uuid(key: str) -> str:
    try:
        return str(UUID(key))
    except ValueError:
        raise RefusedError(400, "The retry key is not a UUID") from None
