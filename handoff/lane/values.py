"""The values of the approval lane."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Decided(StrEnum):
    """What became of an answer that was held back."""

    APPROVED = "approved"
    EDITED = "edited"
    REJECTED = "rejected"
    EXPIRED = "expired"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True)
class Topic:
    """What is held back: answers of these agencies, or to questions with one of these words."""

    label: str
    agencies: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def concerns(self, question: str, agencies: Iterable[str]) -> bool:
        """Whether an answer is on this topic."""
        return any(one in self.agencies for one in agencies) or any(word in question for word in self.words)


@dataclass(frozen=True, slots=True)
class Rules:
    """The topics, and after how many minutes a citizen is handed over instead."""

    topics: tuple[Topic, ...] = ()
    minutes: int = 5

    def topic(self, question: str, agencies: Iterable[str]) -> Topic | None:
        """The first topic that an answer is on."""
        named = tuple(agencies)
        return next((one for one in self.topics if one.concerns(question, named)), None)


@dataclass(frozen=True, slots=True)
class Holding:
    """An answer to be held back: its text and details as they would stand in the log."""

    topic: str
    text: str
    details: Mapping[str, Any]
    confidence: float


@dataclass(frozen=True, slots=True)
class Held:
    """An answer that waits for an agent, with the question that it is to."""

    id: int
    conversation: str
    version: int
    topic: str
    question: str
    text: str
    details: Mapping[str, Any]
    confidence: float
    created_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """How often the answers on a topic ended so, and how sure the bot was of them on average."""

    topic: str
    outcome: Decided
    count: int
    confidence: float
