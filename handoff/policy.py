"""When a person should take over: a pure function; its table stands in docs/handoff.md."""

from dataclasses import dataclass
from enum import StrEnum

from handoff.states import Reason


class Act(StrEnum):
    """What follows from a turn: nothing, the question whether a person is wanted, the person, the form of a report."""

    NOTHING = "nothing"
    OFFER = "offer"
    HAND_OVER = "hand_over"
    TAKE_REPORT = "take_report"


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of a turn: how it ended (the answer's status), what the bot proposes, how sure it is, how many
    turns failed in a row right before, and whether a person was offered and not wanted a moment ago."""

    status: str
    proposed: Reason | None
    confidence: float
    failures: int = 0
    declined: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """From the calibration: an answer less sure than `offer_below` is followed by the offer of a person."""

    offer_below: float = 0.0


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do, why, and whether it is urgent."""

    act: Act
    reason: Reason | None = None
    urgent: bool = False


NOTHING = Decision(Act.NOTHING)
NEVER = frozenset({"greeting", "refused", "clarify"})
"""How turns end after which nobody is called, whatever else is known."""
ANSWERS = frozenset({"answered", "partial"})


def decide(signals: Signals, limits: Limits) -> Decision:
    """What follows from a turn."""
    if signals.proposed is Reason.ASKED_FOR_HUMAN:
        return Decision(Act.HAND_OVER, Reason.ASKED_FOR_HUMAN)
    if signals.status == "emergency" or signals.proposed is Reason.SENSITIVE_TOPIC:
        return Decision(Act.HAND_OVER, Reason.SENSITIVE_TOPIC, urgent=True)
    if signals.proposed is Reason.REPORT:
        return Decision(Act.TAKE_REPORT, Reason.REPORT)
    if signals.status in NEVER:
        return NOTHING
    if signals.status in ANSWERS:
        unsure = signals.confidence < limits.offer_below and not signals.declined
        return Decision(Act.OFFER, Reason.LOW_CONFIDENCE) if unsure else NOTHING
    return _without_answer(signals)


def is_failure(status: str, proposed: str | None) -> bool:
    """Whether a turn left the citizen without an answer that the city owes; what is out of scope proposes nobody."""
    return status in ("unanswerable", "error") and proposed is not None


def _without_answer(signals: Signals) -> Decision:
    if signals.status == "handoff" and signals.proposed is not None:
        return Decision(Act.HAND_OVER, signals.proposed)  # promised: none of the choices was meant
    if not is_failure(signals.status, signals.proposed):
        return NOTHING
    if signals.proposed is Reason.SYSTEM_ERROR:
        return Decision(Act.OFFER, Reason.SYSTEM_ERROR)
    if signals.failures:
        return Decision(Act.OFFER, Reason.REPEATED_FAILURE)
    return NOTHING if signals.declined else Decision(Act.OFFER, Reason.LOW_CONFIDENCE)
