"""The states of a conversation and the moves between them: the one place that says what is allowed."""

from enum import StrEnum

from askcity.errors import TransitionError


class State(StrEnum):
    """Who speaks for the city: the bot, nobody yet, a person, or nobody any more."""

    BOT = "bot"
    QUEUED = "queued"
    HUMAN = "human"
    CLOSED = "closed"


MOVES: dict[State, frozenset[State]] = {
    State.BOT: frozenset({State.QUEUED}),
    State.QUEUED: frozenset({State.HUMAN, State.BOT}),
    State.HUMAN: frozenset({State.CLOSED, State.BOT}),
    State.CLOSED: frozenset(),
}


def check_move(current: State, target: State) -> None:
    """Raise TransitionError unless a conversation may go from `current` to `target`."""
    if target not in MOVES[current]:
        allowed = ", ".join(sorted(MOVES[current])) or "nothing"
        raise TransitionError(
            f"a conversation in state {current} cannot become {target}; it can become: {allowed}"
        )
