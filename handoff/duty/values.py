"""The values of duty."""

from dataclasses import dataclass
from datetime import datetime

from handoff.states import Unavailable


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether somebody can take over; else why not, until when (where that is known), and on which holiday."""

    why: Unavailable | None = None
    until: datetime | None = None
    holiday: str = ""

    @property
    def available(self) -> bool:
        """Whether a conversation may be queued."""
        return self.why is None


@dataclass(frozen=True, slots=True)
class Fact:
    """A verified fact with its source, shown first while the mode is on."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Mode:
    """Typhoon mode: longer hours, pinned facts, and of the others only those whose words concern it reach people."""

    typhoon: bool = False
    since: datetime | None = None
    facts: tuple[Fact, ...] = ()
    words: tuple[str, ...] = ()

    def concerns(self, text: str) -> bool:
        """Whether a message is about what the mode is for."""
        return any(word in text for word in self.words)
