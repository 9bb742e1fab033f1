"""How far a link is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Step(StrEnum):
    """How far a link is."""

    NONE = "none"
    OFFERED = "offered"
    TYPED = "typed"
    AGREED = "agreed"
    LINKED = "linked"


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link stands; `name` is what the LINE user is called, known once the code was typed."""

    step: Step
    until: datetime | None = None
    name: str = ""


NOT_LINKED = Link(Step.NONE)
