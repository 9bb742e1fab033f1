"""Who may read which conversation."""

from handoff.agents.values import LEADING, Agent, Role
from handoff.states import State

OPEN_TO_ALL = frozenset({State.BOT, State.QUEUED, State.CLOSED})
"""States in which every agent may read a conversation; whom somebody else serves is not everybody's business."""
WATCHING = LEADING | {Role.AUDITOR}


def may_read(agent: Agent, state: State, owner: str | None) -> bool:
    """Whether an agent may read a conversation in this state, served by `owner`."""
    return state in OPEN_TO_ALL or owner == agent.name or agent.role in WATCHING


def reading(agent: Agent, state: State, owner: str | None) -> str | None:
    """What reading such a conversation is called in the audit log; None where it is the agent's own."""
    if owner == agent.name:
        return None
    return "listen_in" if state is State.HUMAN else "read"
