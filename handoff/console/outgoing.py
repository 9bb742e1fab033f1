"""What becomes of messages that leave for somebody else's platform, as far as the console shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Notice(StrEnum):
    """What an agent is to know before typing: messages run out, all or the bot's have to wait, nothing arrives."""

    LOW = "low"
    RESERVED = "reserved"
    SPENT = "spent"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What became of a conversation's messages, by `seq`, and what to know before writing another."""

    statuses: Mapping[int, str]
    notice: Notice | None = None


class Dispatch(Protocol):
    """Whoever carries messages to the platform."""

    async def outgoing(self, conversation: str) -> Outgoing | None:
        """What becomes of a conversation's messages; None where they stay in the house."""
        ...

    @property
    def warning(self) -> Notice | None:
        """What everybody is to know."""
        ...


class NoDispatch:
    """Where no message leaves the house."""

    warning: Notice | None = None

    async def outgoing(self, conversation: str) -> Outgoing | None:
        """Nothing."""
        return None
