"""What belongs to the channel: its keys, its month, its webhook, what it is called."""

from dataclasses import dataclass, field
from typing import Any

from demo.line.faults import MONTHLY_LIMIT, RefusedError


@dataclass
class Month:
    """The pushes of the month; `most` is None where the plan has no limit. Replies are free."""

    most: int | None = None
    used: int = 0

    def spend(self) -> None:
        """Count a push to one recipient, however many messages it holds. Raises RefusedError where none is left."""
        if self.most is not None and self.used >= self.most:
            raise RefusedError(429, MONTHLY_LIMIT)
        self.used += 1

    def plan(self) -> dict[str, Any]:
        """What the plan allows, as LINE says it."""
        return {"type": "none"} if self.most is None else {"type": "limited", "value": self.most}


@dataclass
class Webhook:
    """Where events are sent; with `redelivers` what was not confirmed is sent again."""

    endpoint: str = ""
    active: bool = True
    redelivers: bool = True


@dataclass
class Channel:
    """The account that the service speaks for."""

    secret: str = field(repr=False)
    token: str = field(default="token", repr=False)
    name: str = "市政客服"
    chat_mode: str = "bot"
    month: Month = field(default_factory=Month)
    webhook: Webhook = field(default_factory=Webhook)

    def info(self) -> dict[str, Any]:
        """The account as LINE describes it; `chatMode` is `chat` where people answer in LINE's own manager."""
        return {
            "userId": "U" + "b" * 32,
            "basicId": "@askcity",
            "displayName": self.name,
            "chatMode": self.chat_mode,
            "markAsReadMode": "auto",
        }
