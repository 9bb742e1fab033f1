"""Who has the word, changed in one transaction each; whoever comes second is refused."""

from datetime import datetime

from sqlalchemy import Connection, update

from askcity.errors import ConflictError, TransitionError
from handoff import wording
from handoff.agents import operations as agents
from handoff.agents.values import LEADING, Agent
from handoff.events import Conversation, Draft
from handoff.journal import STANDING, append, locked, locked_open, shift, standing, state_entry
from handoff.queue import tickets
from handoff.queue.values import Need, Outcome, Target
from handoff.states import Reason, State, Why
from handoff.tables import conversations, notes
from handoff.wording import Occasion, told


def join(connection: Connection, id_: str, need: Need, now: datetime) -> int:
    """Queue a conversation; one that waits or is with a person already stays where it is. Raises TransitionError."""
    conversation = locked_open(connection, id_)
    if conversation.state is not State.BOT:
        return conversation.last_seq
    return enqueue(connection, conversation, need, [], now)


def enqueue(
    connection: Connection, conversation: Conversation, need: Need, said: list[Draft], now: datetime
) -> int:
    """Queue a locked conversation that is the bot's, behind what is `said`; the citizen hears why and how long."""
    place = tickets.last_place(connection, need.urgent, now)
    facts = {"wish": need.reason, "position": place.position, "wait_seconds": place.wait_seconds}
    words = {"reason": wording.reason(need.reason), "place": wording.place(place)}
    entries = [*said, state_entry(State.QUEUED, need.reason, facts), told(Occasion.QUEUED, **words)]
    seq = shift(connection, conversation, State.QUEUED, entries, now=now)
    tickets.open_ticket(connection, conversation, need, need.reason, now)
    return seq


def leave(connection: Connection, id_: str, why: Why, occasion: Occasion, now: datetime) -> int:
    """Take a waiting conversation back to the bot. Raises NotFoundError and TransitionError."""
    conversation = locked(connection, id_)
    if conversation.state is not State.QUEUED:
        raise TransitionError(f"the conversation does not wait; its state is {conversation.state}")
    seq = shift(connection, conversation, State.BOT, [state_entry(State.BOT, why), told(occasion)], now=now)
    tickets.end(connection, id_, why, now)
    return seq


def claim(connection: Connection, id_: str, agent: str, now: datetime) -> int:
    """Give a waiting conversation to an agent: one conditional update, so that of many at once one succeeds.

    Raises NotFound-, Forbidden- and ConflictError.
    """
    person = agents.serving(connection, agent)
    taken = (
        update(conversations)
        .where(conversations.c.id == id_, conversations.c.state == State.QUEUED)
        .values(state=State.HUMAN, version=conversations.c.version + 1, agent=agent)
        .returning(*STANDING)
    )
    row = connection.execute(taken).one_or_none()
    if row is None:
        raise _too_late(locked(connection, id_))
    tickets.claim(connection, id_, agent, now)
    agents.touch(connection, agent, now)
    agents.record(connection, agent, "claim", now, conversation=id_)
    return append(connection, standing(row), _arrival(person, Why.CLAIMED, Occasion.CLAIMED), now)


def take_over(connection: Connection, id_: str, agent: str, now: datetime) -> int:
    """Give a conversation to an agent whoever has the word, another agent only where a supervisor takes it.

    Raises NotFound-, Forbidden-, Conflict- and TransitionError.
    """
    person = agents.serving(connection, agent)
    conversation = locked_open(connection, id_)
    if conversation.agent == agent:
        return conversation.last_seq
    if conversation.agent is not None and person.role not in LEADING:
        raise _too_late(conversation)
    entries = _arrival(person, Why.TAKEN_OVER, Occasion.TAKEN_OVER)
    seq = shift(connection, conversation, State.HUMAN, entries, now=now, agent=agent)
    if conversation.state is State.BOT:
        need = Need(Reason.ASKED_FOR_HUMAN, conversation.locale)
        claimed = {"agent": agent, "claimed_at": now}
        tickets.open_ticket(connection, conversation, need, Why.TAKEN_OVER, now, **claimed)
    else:
        tickets.claim(connection, id_, agent, now)
    agents.touch(connection, agent, now)
    agents.record(connection, agent, "take_over", now, conversation=id_, details={"from": conversation.agent})
    return seq


def hand_back(connection: Connection, id_: str, agent: str, now: datetime) -> int:
    """Give a conversation back to the bot. Raises NotFound-, Forbidden- and TransitionError."""
    conversation = _served(connection, id_, agent)
    entries = [state_entry(State.BOT, Why.RETURNED), told(Occasion.RETURNED)]
    seq = shift(connection, conversation, State.BOT, entries, now=now)
    tickets.end(connection, id_, Why.RETURNED, now)
    agents.record(connection, agent, "hand_back", now, conversation=id_)
    return seq


def close(connection: Connection, id_: str, agent: str, outcome: Outcome, now: datetime) -> int:
    """End a conversation. Raises NotFound-, Forbidden- and TransitionError."""
    conversation = _served(connection, id_, agent)
    why = Why.CLOSED_BY_AGENT
    entries = [told(Occasion.CLOSED), state_entry(State.CLOSED, why, {"outcome": outcome})]
    seq = shift(connection, conversation, State.CLOSED, entries, now=now)
    tickets.end(connection, id_, why, now, outcome)
    agents.record(connection, agent, "close", now, conversation=id_, details={"outcome": outcome})
    return seq


def close_by_citizen(connection: Connection, id_: str, now: datetime) -> int:
    """End a conversation from the citizen's side; once is enough. Raises NotFoundError."""
    conversation = locked(connection, id_)
    if conversation.state is State.CLOSED:
        return conversation.last_seq
    why = Why.CLOSED_BY_CITIZEN
    entries = [told(Occasion.CLOSED_BY_CITIZEN), state_entry(State.CLOSED, why)]
    seq = shift(connection, conversation, State.CLOSED, entries, now=now)
    tickets.end(connection, id_, why, now)
    return seq


def transfer(connection: Connection, id_: str, *, by: str, target: Target, note: str, now: datetime) -> int:
    """Pass a conversation on, with a private note. Raises NotFound-, Forbidden-, Conflict- and TransitionError."""
    conversation = _served(connection, id_, by)
    seq = (_to_agent if target.agent else _to_queue)(connection, conversation, target, now)
    if note:
        line = {"conversation_id": id_, "agent": by, "addressee": target.agent, "text": note}
        connection.execute(notes.insert().values(**line, created_at=now))
    details = {"agent": target.agent, "team": target.team, "agency": target.agency}
    agents.record(connection, by, "transfer", now, conversation=id_, details=details)
    return seq


def requeue(connection: Connection, id_: str, now: datetime) -> int | None:
    """Put a conversation back into its old place because its agent is gone; None where that is not so."""
    conversation = locked(connection, id_)
    agent = conversation.agent
    if agent is None or agents.is_there(connection, agent, now):
        return None
    agents.record(connection, agent, "vanished", now, conversation=id_)
    tickets.put_back(connection, id_, now)
    return _wait_again(connection, conversation, Why.AGENT_VANISHED, told(Occasion.AGENT_VANISHED), now)


def remind(connection: Connection, id_: str, now: datetime) -> int | None:
    """Tell one who waits of the other ways, once; None where they wait no longer or know."""
    conversation = locked(connection, id_)
    if not tickets.remind(connection, id_, now):
        return None
    return append(connection, conversation, [told(Occasion.STILL_WAITING)], now)


def _to_agent(connection: Connection, conversation: Conversation, target: Target, now: datetime) -> int:
    name = target.agent or ""
    person = agents.serving(connection, name)
    if not agents.is_there(connection, name, now):
        raise ConflictError(f"agent {name} is not on duty; choose another one, a team or an agency")
    entries = _arrival(person, Why.REASSIGNED, Occasion.REASSIGNED)
    seq = shift(connection, conversation, State.HUMAN, entries, now=now, agent=name)
    tickets.claim(connection, conversation.id, name, now)
    return seq


def _to_queue(connection: Connection, conversation: Conversation, target: Target, now: datetime) -> int:
    where = target.agency or target.team or ""
    tickets.put_back(connection, conversation.id, now, team=target.team, agency=target.agency)
    words = told(Occasion.TRANSFERRED, target=where)
    return _wait_again(connection, conversation, Why.TRANSFERRED, words, now)


def _served(connection: Connection, id_: str, agent: str) -> Conversation:
    """A locked conversation that is with a person, in which the agent may act."""
    conversation = locked(connection, id_)
    if conversation.state is not State.HUMAN:
        raise TransitionError(f"the conversation is not with a person; its state is {conversation.state}")
    agents.may_act(connection, agent, conversation.agent)
    return conversation


def _wait_again(
    connection: Connection, conversation: Conversation, why: Why, words: Draft, now: datetime
) -> int:
    place = tickets.places(connection, now)[conversation.id]
    facts = {"position": place.position, "wait_seconds": place.wait_seconds}
    entries = [state_entry(State.QUEUED, why, facts), words]
    return shift(connection, conversation, State.QUEUED, entries, now=now)


def _arrival(person: Agent, why: Why, occasion: Occasion) -> list[Draft]:
    facts = {"agent": person.name, "agent_name": person.display_name}
    return [state_entry(State.HUMAN, why, facts), told(occasion, agent=person.display_name)]


def _too_late(conversation: Conversation) -> ConflictError:
    whose = (
        f"agent {conversation.agent} has it" if conversation.agent else f"its state is {conversation.state}"
    )
    return ConflictError(f"the conversation does not wait any more: {whose}")
