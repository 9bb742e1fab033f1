"""The values of the queue."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handoff.states import Reason, State


class Outcome(StrEnum):
    """How a conversation with a person ended."""

    SOLVED = "solved"
    REFERRED = "referred"
    NO_REPLY = "no_reply"
    DUPLICATE = "duplicate"
    ABUSE = "abuse"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Need:
    """Why and what kind of person is wanted; without agency and team anybody will do.

    `words` are what the citizen said, to tell what is urgent in a typhoon; they are not stored with the need.
    """

    reason: Reason
    language: str = "zh-TW"
    agency: str | None = None
    team: str | None = None
    urgent: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the queue, from 1; `wait_seconds` is None where too little was seen to estimate it."""

    position: int
    wait_seconds: int | None


@dataclass(frozen=True, slots=True)
class Ticket:
    """An open handoff; it waits while `claimed_at` is None."""

    conversation: str
    number: int
    reason: str
    urgent: bool
    language: str
    agency: str | None
    team: str | None
    queued_at: datetime
    waits_since: datetime
    reminded_at: datetime | None
    offered_to: str | None
    offered_at: datetime | None
    agent: str | None
    claimed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Target:
    """Where a conversation is transferred to: exactly one of them."""

    agent: str | None = None
    team: str | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A conversation in a list; `last_text` is what citizen or agent said last; `reason` that of its open handoff."""

    id: str
    state: State
    version: int
    locale: str
    channel: str
    agent: str | None
    last_seq: int
    created_at: datetime
    updated_at: datetime
    last_text: str
    last_author: str | None
    reason: str | None
    urgent: bool
    queued_at: datetime | None
