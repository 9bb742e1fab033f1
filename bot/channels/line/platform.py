"""LINE's Messaging API: two calls, and what can be said for certain after each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import httpx

from bot.channels.line.render import Message

LINE = "https://api.line.me"
TIMEOUT = 10.0


class Result(StrEnum):
    """What is known of a call."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_NOW = "not_now"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Said:
    """How a call ended; `detail` is a status or the name of an error, never content."""

    result: Result
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Platform:
    """Where LINE is, and the key to it."""

    token: str = field(repr=False)
    base: str = LINE
    timeout: float = TIMEOUT

    async def reply(self, token: str, messages: list[Message]) -> Said:
        """Answer an event, free of charge; a token is good for one call."""
        return await self._post("/v2/bot/message/reply", {"replyToken": token, "messages": messages}, {})

    async def push(self, recipient: str, messages: list[Message], retry_key: str) -> Said:
        """Write to somebody; calls with the same key have one effect."""
        body = {"to": recipient, "messages": messages}
        return await self._post("/v2/bot/message/push", body, {"X-Line-Retry-Key": retry_key})

    async def _post(self, path: str, body: dict[str, Any], headers: Mapping[str, str]) -> Said:
        headers = {"Authorization": f"Bearer {self.token}", **headers}
        try:
            async with httpx.AsyncClient(base_url=self.base, timeout=self.timeout) as client:
                response = await client.post(path, json=body, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            return Said(Result.NOT_NOW, type(error).__name__)
        except httpx.HTTPError as error:
            return Said(Result.UNCLEAR, type(error).__name__)
        return Said(_result(response.status_code), f"status {response.status_code}")


def _result(status: int) -> Result:
    """409 says that an earlier call with the key was accepted; 429 and 503 that this one was turned away."""
    if status < 300 or status == 409:
        return Result.ACCEPTED
    if status in {429, 503}:
        return Result.NOT_NOW
    return Result.REFUSED if status < 500 else Result.UNCLEAR
