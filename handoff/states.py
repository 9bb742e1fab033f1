"""The states of a conversation and the moves between them: the one place that says what is allowed."""

from enum import StrEnum

from askcity.errors import TransitionError


class State(StrEnum):
    """Who speaks for the city: the bot, nobody yet, a person, or nobody any more."""

    BOT = "bot"
    QUEUED = "queued"
    HUMAN = "human"
    CLOSED = "closed"


class Reason(StrEnum):
    """Why a person should take over."""

    ASKED_FOR_HUMAN = "asked_for_human"
    LOW_CONFIDENCE = "low_confidence"
    REPEATED_FAILURE = "repeated_failure"
    SENSITIVE_TOPIC = "sensitive_topic"
    REPORT = "report"
    SYSTEM_ERROR = "system_error"


class Why(StrEnum):
    """Why a conversation's state changed; one that is queued has a `Reason` instead."""

    CLAIMED = "claimed"
    TAKEN_OVER = "taken_over"
    REASSIGNED = "reassigned"
    TRANSFERRED = "transferred"
    AGENT_VANISHED = "agent_vanished"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    TIMED_OUT = "timed_out"
    LEFT_MESSAGE = "left_message"
    CLOSED_BY_AGENT = "closed_by_agent"
    CLOSED_BY_CITIZEN = "closed_by_citizen"


class Unavailable(StrEnum):
    """Why nobody can take over just now."""

    CLOSED_HOURS = "closed_hours"
    HOLIDAY = "holiday"
    NOBODY_ON_DUTY = "nobody_on_duty"
    QUEUE_FULL = "queue_full"
    TYPHOON = "typhoon"


MOVES: dict[State, frozenset[State]] = {
    State.BOT: frozenset({State.QUEUED, State.HUMAN, State.CLOSED}),
    State.QUEUED: frozenset({State.HUMAN, State.BOT, State.CLOSED}),
    State.HUMAN: frozenset({State.HUMAN, State.QUEUED, State.BOT, State.CLOSED}),
    State.CLOSED: frozenset(),
}


def check_move(current: State, target: State) -> None:
    """Raise TransitionError unless a conversation may go from `current` to `target`."""
    if target not in MOVES[current]:
        allowed = ", ".join(sorted(MOVES[current])) or "nothing"
        raise TransitionError(
            f"a conversation in state {current} cannot become {target}; it can become: {allowed}"
        )
