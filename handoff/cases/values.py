"""The values of cases."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from handoff.queue.values import Outcome


class CaseState(StrEnum):
    """Whether a case waits, is worked on, or is done."""

    OPEN = "open"
    CLAIMED = "claimed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Report:
    """Something to be repaired or dealt with; `kind` is a key of `kinds.toml`."""

    kind: str
    what: str
    where: str
    since: str = ""
    danger: bool = False


@dataclass(frozen=True, slots=True)
class NewCase:
    """What a citizen leaves: a message with contact details, or a report; `client_id` makes repetition harmless."""

    client_id: str
    text: str = field(repr=False)
    name: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)
    report: Report | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Case:
    """A case as agents see it."""

    number: str
    conversation: str
    state: CaseState
    reason: str
    text: str = field(repr=False)
    name: str = field(repr=False)
    contact: str = field(repr=False)
    report: Report | None = field(repr=False)
    agent: str | None
    outcome: Outcome | None
    answer: str = field(repr=False)
    due_at: datetime
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """A case as its citizen is told: the number, and the check that goes with it when it is looked up."""

    number: str
    check: str = field(repr=False)
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """A case as whoever knows number and check may see it: no contact details."""

    number: str
    state: CaseState
    due_at: datetime
    created_at: datetime
    updated_at: datetime
    answer: str


@dataclass(frozen=True, slots=True)
class CaseNote:
    """What an agent noted of a case."""

    id: int
    agent: str
    text: str
    created_at: datetime
