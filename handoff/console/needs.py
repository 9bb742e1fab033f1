"""What the console needs of the bot; whoever wires the service passes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from handoff.events import Event

Cited = Mapping[str, Any]
"""A citation as it stands in a message: url, title, site, agency, quote, page_digest, fetched_at."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A reply that an agent may send, with what it relies on; `confidence` is the bot's."""

    text: str
    confidence: float
    citations: tuple[Cited, ...] = ()


class Suggester(Protocol):
    """Whoever drafts replies."""

    async def suggest(self, text: str, history: Sequence[Event], locale: str) -> list[Suggestion]:
        """Replies to a citizen's `text`, the best first; none where nothing was found."""
        ...


class Summariser(Protocol):
    """Whoever says in brief what a conversation is about."""

    async def summarise(self, events: Sequence[Event], locale: str) -> list[str]:
        """A few lines; none where there is no language model, or it fails."""
        ...


class Helper(Suggester, Summariser, Protocol):
    """Whoever helps agents with a conversation."""


class Sources(Protocol):
    """Whoever finds pages."""

    async def search(self, words: str, limit: int) -> list[Cited]:
        """What the city's pages say on it, the best first."""
        ...
