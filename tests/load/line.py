"""Citizens on LINE: signed webhooks from a made-up platform, which notes what its users are shown."""

import asyncio
import random
import sqlite3
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from demo.line import SECRET, Line
from demo.line.platform import body_of
from demo.line.users import Side

USERS = 500


@dataclass
class Told:
    """One message of a user: when it was due, how the webhook answered and when."""

    user: str
    message: str
    due: float
    status: int | None = None
    confirmed: float | None = None


@dataclass
class LineCrowd:
    """The users of the platform."""

    line: Line
    told: list[Told] = field(default_factory=list)

    async def send(self, http: httpx.AsyncClient, text: str, due: float, chance: random.Random) -> None:
        """Let one of them write."""
        with self.line.changing():
            event = self.line.says(text, f"U{chance.randrange(USERS)}")
        told = Told(event["source"]["userId"], event["message"]["id"], due)
        self.told.append(told)
        body = body_of(event)
        headers = {"X-Line-Signature": self.line.sign(body), "Content-Type": "application/json"}
        try:
            response = await http.post("/line/webhook", content=body, headers=headers)
        except httpx.HTTPError:
            return
        told.status = response.status_code
        if response.status_code == 200:
            told.confirmed = time.monotonic()

    async def until_answered(self, seconds: float) -> None:
        """Return when every user was shown as much as they wrote, at the latest after so many seconds."""
        await asyncio.to_thread(self.line.wait_until, lambda: not self.unanswered(), seconds)

    def unanswered(self) -> int:
        """Confirmed messages of users who were shown less than they wrote."""
        wrote = Counter(told.user for told in self.told if told.confirmed is not None)
        return sum(max(0, number - self._shown(user)) for user, number in wrote.items())

    def lost(self, database: Path) -> int:
        """Confirmed messages that the log does not hold exactly once."""
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            query = "SELECT client_id FROM events WHERE client_id LIKE 'line-%'"
            kept = Counter(name for (name,) in connection.execute(query))
        connection.close()
        return sum(kept[f"line-{told.message}"] != 1 for told in self.told if told.confirmed is not None)

    def _shown(self, user: str) -> int:
        known = self.line.users.get(user)
        return sum(entry.side is Side.SERVICE for entry in known.entries) if known else 0


def settings(line: Line) -> dict[str, str]:
    """The service's settings for the platform."""
    return {
        "ASKCITY_LINE_CHANNEL_SECRET": SECRET,
        "ASKCITY_LINE_CHANNEL_ACCESS_TOKEN": line.channel.token,
        "ASKCITY_LINE_API_BASE": line.url,
    }
