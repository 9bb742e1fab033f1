"""What the web channel wants to know of the city's index."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Figures:
    """How much the bot has read; `updated` is aware, None before there is an index."""

    sites: int = 0
    pages: int = 0
    agencies: int = 0
    updated: datetime | None = None


class City(Protocol):
    """The city as the bot knows it."""

    async def figures(self) -> Figures:
        """How much the bot has read; zeros before there is an index."""
        ...

    async def missing(self) -> str | None:
        """What keeps the bot from answering, in one line; None when it can."""
        ...
