"""The values of the agents' desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Side(StrEnum):
    """Who reads: the citizen, or the agents."""

    CITIZEN = "citizen"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Saying:
    """What an agent says; `citations` in the shape of the bot's, `client_id` makes a repetition harmless."""

    client_id: str
    text: str
    citations: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A private note; one with an addressee is a whisper."""

    id: int
    agent: str
    addressee: str | None
    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Marks:
    """How far each side has read."""

    citizen: int = 0
    agent: int = 0


@dataclass(frozen=True, slots=True)
class Canned:
    """A reply to insert; without an owner everybody's."""

    id: int
    shortcut: str
    title: str
    text: str
    owner: str | None


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """What a citizen thought of being served, from 1 to 5."""

    score: int
    comment: str = ""
