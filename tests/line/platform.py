"""The made-up LINE platform for tests, with a clock that stands beside the service's own."""

from typing import Any

import httpx

from bot.channels.line.signature import sign
from demo.line import SECRET, SLOW, Line
from demo.line import running as serving
from demo.line.platform import body_of

__all__ = ["SECRET", "SLOW", "Line", "body_of", "serving", "tap", "taps", "tell"]


async def tell(client: httpx.AsyncClient, service: str, body: bytes) -> httpx.Response:
    """Call the webhook as LINE does."""
    headers: dict[str, Any] = {"X-Line-Signature": sign(SECRET, body), "Content-Type": "application/json"}
    return await client.post(f"{service}/line/webhook", content=body, headers=headers)


def taps(line: Line) -> list[dict[str, Any]]:
    """What can be tapped below the last message."""
    return [item["action"] for item in line.seen[-1].get("quickReply", {}).get("items", ())]


def tap(line: Line, at: int = 0, user: str = "U1") -> dict[str, Any]:
    """The event of a tap on one of these."""
    action = taps(line)[at]
    if action["type"] == "message":
        return line.says(action["text"], user)
    return line.event("postback", user, postback={"data": action["data"]})
