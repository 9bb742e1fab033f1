"""LINE's Messaging API: the calls of the channel, and what can be said for certain after each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import httpx

from bot.channels.line.render import Message

LINE = "https://api.line.me"
TIMEOUT = 10.0
MONTHLY_LIMIT = "monthly limit"
"""How LINE words that the month's messages are used up; the status, 429, is the same as for too many calls."""


class Result(StrEnum):
    """What is known of a call."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_NOW = "not_now"
    SPENT = "spent"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Said:
    """How a call ended; `detail` is a status or the name of an error, never content."""

    result: Result
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """The month's messages: how many there may be (None: without a limit), how many have been sent."""

    most: int | None
    used: int


class Platform:
    """Where LINE is, and the key to it.

    Each call has a connection of its own: on one that was kept open a reply may be lost in the moment at which LINE
    closes it, and a reply cannot be sent again.
    """

    def __init__(self, token: str, base: str = LINE, timeout: float = TIMEOUT) -> None:
        self._token, self._base, self._timeout = token, base, timeout
        self._client: httpx.AsyncClient | None = None

    async def reply(self, token: str, messages: list[Message]) -> Said:
        """Answer an event, free of charge; a token is good for one call."""
        return await self._post("/v2/bot/message/reply", {"replyToken": token, "messages": messages})

    async def push(self, recipient: str, messages: list[Message], retry_key: str) -> Said:
        """Write to somebody; calls with the same key have one effect."""
        body = {"to": recipient, "messages": messages}
        return await self._post("/v2/bot/message/push", body, {"X-Line-Retry-Key": retry_key})

    async def show_loading(self, user: str, seconds: int) -> Said:
        """Show the user that an answer is being prepared; `seconds` are a multiple of 5, at most 60."""
        body = {"chatId": user, "loadingSeconds": seconds}
        return await self._post("/v2/bot/chat/loading/start", body)

    async def usage(self) -> Usage:
        """The month's messages. Raises httpx.HTTPError and ValueError."""
        plan = await self._get("/v2/bot/message/quota")
        consumed = await self._get("/v2/bot/message/quota/consumption")
        limited = plan.get("type") == "limited"
        return Usage(_count(plan, "value") if limited else None, _count(consumed, "totalUsage"))

    async def close(self) -> None:
        """Let go of what calls have left open; a later call begins anew."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _post(self, path: str, body: Any, headers: Mapping[str, str] | None = None) -> Said:
        try:
            response = await self._calls().post(path, json=body, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return Said(Result.NOT_NOW, type(error).__name__)
        except httpx.HTTPError as error:
            return Said(Result.UNCLEAR, type(error).__name__)
        return Said(_result(response), f"status {response.status_code}")

    async def _get(self, path: str) -> dict[str, Any]:
        response = await self._calls().get(path)
        response.raise_for_status()
        document: Any = response.json()
        return document if isinstance(document, dict) else {}

    def _calls(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(
                base_url=self._base,
                timeout=self._timeout,
                headers={"Authorization": f"Bearer {self._token}"},
                limits=httpx.Limits(max_keepalive_connections=0),
            )
        return self._client


def _count(document: Mapping[str, Any], name: str) -> int:
    count = document.get(name)
    if isinstance(count, int):
        return count
    raise ValueError(f"LINE tells no {name}")


def _result(response: httpx.Response) -> Result:
    """409 says that an earlier call with the key was accepted; 429 and 503 that this one was turned away."""
    status = response.status_code
    if status < 300 or status == 409:
        return Result.ACCEPTED
    if status == 429 and MONTHLY_LIMIT in response.text.lower():
        return Result.SPENT
    if status in {429, 503}:
        return Result.NOT_NOW
    return Result.REFUSED if status < 500 else Result.UNCLEAR
