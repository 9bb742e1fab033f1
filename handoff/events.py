"""The values that leave the conversation log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from handoff.states import State


class EventKind(StrEnum):
    """What an entry of the log is."""

    MESSAGE = "message"
    STATE = "state"


class Author(StrEnum):
    """Who wrote a message."""

    CITIZEN = "citizen"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that is to be written. `details` is JSON: what a message carries beside its text, or a state's facts."""

    kind: EventKind
    author: Author
    text: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    client_id: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a conversation's log; `seq` counts from 1 without gaps, `created_at` is aware, in UTC."""

    seq: int
    kind: EventKind
    author: Author
    text: str
    details: Mapping[str, Any]
    client_id: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A new conversation with its only key; the key is told once and kept nowhere."""

    id: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where a conversation stands; `version` grows by one with every change of state or of the agent, `site` is the key of
    the site on which it was opened."""

    id: str
    locale: str
    channel: str
    state: State
    version: int
    last_seq: int
    agent: str | None
    site: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The place of a message in the log; `fresh` is false where it had been there before."""

    seq: int
    fresh: bool


@dataclass(frozen=True, slots=True)
class Rating:
    """What a citizen thinks of the answer `seq`."""

    seq: int
    helpful: bool
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A citizen's message that the bot has not answered yet."""

    conversation: str
    seq: int
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """A waiting message with all that its answer needs; `version` is the state's when it was read, `more` whether another
    message waits."""

    waiting: Waiting
    text: str
    locale: str
    version: int
    history: tuple[Event, ...]
    site: str | None = None
    more: bool = False
