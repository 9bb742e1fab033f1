"""The values that cross the bot's border: a question in, an answer with citations out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AnswerStatus(StrEnum):
    """How a turn ended; closed, and each has its wording in `replies.toml`."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    CLARIFY = "clarify"
    UNANSWERABLE = "unanswerable"
    HANDOFF = "handoff"
    EMERGENCY = "emergency"
    REFUSED = "refused"
    GREETING = "greeting"
    ERROR = "error"


class HandoffReason(StrEnum):
    """Why a person should take over."""

    ASKED_FOR_HUMAN = "asked_for_human"
    LOW_CONFIDENCE = "low_confidence"
    REPEATED_FAILURE = "repeated_failure"
    SENSITIVE_TOPIC = "sensitive_topic"
    REPORT = "report"
    SYSTEM_ERROR = "system_error"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a sentence of the answer comes from; `quote` stands verbatim in the page's stored text."""

    url: str
    title: str
    site: str
    agency: str
    quote: str
    page_digest: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """A matter that the citizen may have meant; tapping it sends `label`."""

    label: str
    agency: str
    url: str | None


SITE = "site"
"""Author of the turn that tells where the citizen is."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of the conversation; `author` is citizen, bot or agent.

    Where `author` is SITE it is no message but the name of the city's site that the citizen is on.
    """

    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """What the citizen asks now, with what was said before and the time it is asked (aware, Asia/Taipei).

    `hurried` is set when many wait: then neither a reranker nor a language model is worth its time.
    """

    text: str
    now: datetime
    history: tuple[Turn, ...] = ()
    locale: str = "zh-TW"
    hurried: bool = False


@dataclass(frozen=True, slots=True)
class Translation:
    """An answer in another language, by machine; the answer's own text is its source."""

    locale: str
    text: str


@dataclass(frozen=True, slots=True)
class Partial:
    """The beginning of an answer that is still being written; all of it is verified and stays.

    `agencies` are all on whose pages the answer may come to rest.
    """

    text: str
    agencies: tuple[str, ...]


Show = Callable[[Partial], None]
"""Shows the beginning of an answer, longer each time."""


def unseen(partial: Partial) -> None:
    """Shown to nobody."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One turn's outcome; `confidence` is the probability in [0, 1] that the answer is right."""

    status: AnswerStatus
    text: str
    confidence: float
    citations: tuple[Citation, ...] = ()
    choices: tuple[Choice, ...] = ()
    agencies: tuple[str, ...] = ()
    handoff: HandoffReason | None = None
    elapsed_ms: float = 0.0
    translation: Translation | None = None
