"""The state machine as a table."""

import itertools

import pytest

from askcity.errors import TransitionError
from handoff.states import State, check_move

ALLOWED = {
    (State.BOT, State.QUEUED),
    (State.BOT, State.HUMAN),
    (State.BOT, State.CLOSED),
    (State.QUEUED, State.HUMAN),
    (State.QUEUED, State.BOT),
    (State.QUEUED, State.CLOSED),
    (State.HUMAN, State.HUMAN),
    (State.HUMAN, State.QUEUED),
    (State.HUMAN, State.BOT),
    (State.HUMAN, State.CLOSED),
}


@pytest.mark.parametrize(("current", "target"), list(itertools.product(State, State)))
def test_only_the_moves_of_the_design_are_allowed(current: State, target: State) -> None:
    if (current, target) in ALLOWED:
        check_move(current, target)
        return
    with pytest.raises(TransitionError, match=f"state {current} cannot become {target}"):
        check_move(current, target)
