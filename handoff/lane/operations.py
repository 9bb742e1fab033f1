"""What is written and read in the approval lane, each in one transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select, update

from askcity.errors import ConflictError, NotFoundError
from handoff import operations as log
from handoff.agents import operations as agents
from handoff.events import Asked, Author, Conversation, Draft, EventKind
from handoff.journal import append, locked
from handoff.lane.values import Decided, Held, Holding, Tally
from handoff.queue.operations import enqueue
from handoff.queue.values import Need
from handoff.states import Reason, State
from handoff.tables import events, held

WAITING = held.c.outcome.is_(None)


def hold(
    connection: Connection,
    asked: Asked,
    drafts: Sequence[Draft],
    holding: Holding,
    *,
    minutes: int,
    now: datetime,
) -> int | None:
    """Tell the citizen that somebody looks at it, and keep the answer; None where the bot no longer has the word."""
    seq = log.reply(connection, asked, drafts, None, now)
    if seq is None:
        return None
    line = {
        "conversation_id": asked.waiting.conversation,
        "question": asked.waiting.seq,
        "version": asked.version,
        "topic": holding.topic,
        "text": holding.text,
        "details": dict(holding.details),
        "confidence": holding.confidence,
    }
    due = now + timedelta(minutes=minutes)
    connection.execute(insert(held).values(**line, created_at=now, due_at=due, final_text=""))
    return seq


def waiting(connection: Connection) -> list[Held]:
    """What waits, the most pressing first."""
    return [_held(row) for row in connection.execute(_waiting().order_by(held.c.due_at, held.c.id))]


def conversation_of(connection: Connection, id_: int) -> str:
    """The conversation of an answer that waits. Raises NotFoundError and ConflictError."""
    row = connection.execute(select(held.c.conversation_id, held.c.outcome).where(held.c.id == id_)).first()
    if row is None:
        raise NotFoundError(f"no held answer {id_}")
    if row.outcome is not None:
        raise ConflictError(f"the answer has been decided on already: {row.outcome}")
    conversation: str = row.conversation_id
    return conversation


def approve(connection: Connection, id_: int, *, agent: str, text: str, now: datetime) -> int:
    """Let the bot say it, with the agent's words where they are others; the `seq`.

    Raises NotFound-, Forbidden- and ConflictError.
    """
    agents.serving(connection, agent)
    conversation, answer = _standing(connection, id_)
    edited = text != answer.text
    details = {**answer.details, "checked": True, "edited": edited}
    message = Draft(EventKind.MESSAGE, Author.BOT, text, details)
    seq = append(connection, conversation, [message], now)
    outcome = Decided.EDITED if edited else Decided.APPROVED
    _decide(connection, id_, outcome, now, agent=agent, final_text=text)
    return seq


def reject(connection: Connection, id_: int, *, agent: str, now: datetime) -> int:
    """Say nothing of it and queue the conversation; the `seq`. Raises NotFound-, Forbidden- and ConflictError."""
    agents.serving(connection, agent)
    conversation, _answer = _standing(connection, id_)
    _decide(connection, id_, Decided.REJECTED, now, agent=agent)
    return enqueue(connection, conversation, _need(conversation), [], now)


def expire(connection: Connection, id_: int, *, regret: Sequence[Draft], now: datetime) -> int | None:
    """Nobody decided in time: queue the conversation, or where nobody is there write the `regret`.

    None where the answer waits no longer, or the conversation has gone on without it.
    """
    try:
        conversation, _answer = _standing(connection, id_)
    except (ConflictError, NotFoundError):
        _decide(connection, id_, Decided.OVERTAKEN, now)
        return None
    _decide(connection, id_, Decided.EXPIRED, now)
    if regret:
        return append(connection, conversation, regret, now)
    return enqueue(connection, conversation, _need(conversation), [], now)


def tallies(connection: Connection) -> list[Tally]:
    """What became of the answers, by topic."""
    figures = (func.count().label("number"), func.avg(held.c.confidence).label("confidence"))
    query = select(held.c.topic, held.c.outcome, *figures).where(~WAITING)
    rows = connection.execute(query.group_by(held.c.topic, held.c.outcome).order_by(held.c.topic))
    return [Tally(row.topic, Decided(row.outcome), row.number, round(row.confidence, 4)) for row in rows]


def _standing(connection: Connection, id_: int) -> tuple[Conversation, Held]:
    """The locked conversation, with the answer that still waits and still fits it."""
    conversation = locked(connection, conversation_of(connection, id_))
    row = connection.execute(_waiting().where(held.c.id == id_)).one_or_none()
    if row is None:
        raise ConflictError("the answer has been decided on meanwhile")
    answer = _held(row)
    if conversation.state is not State.BOT or conversation.version != answer.version:
        raise ConflictError("the conversation is no longer the bot's; the answer is of no use any more")
    return conversation, answer


def _decide(connection: Connection, id_: int, outcome: Decided, now: datetime, **more: Any) -> None:
    row = update(held).where(held.c.id == id_, WAITING)
    connection.execute(row.values(outcome=outcome, decided_at=now, **more))
    agent = more.get("agent")
    if agent is not None:
        agents.record(connection, agent, "decide_draft", now, details={"id": id_, "outcome": outcome})


def _need(conversation: Conversation) -> Need:
    return Need(Reason.LOW_CONFIDENCE, conversation.locale)


def _waiting() -> Select[Any]:
    asked = (events.c.conversation_id == held.c.conversation_id) & (events.c.seq == held.c.question)
    return select(held, events.c.text.label("asked")).join(events, asked).where(WAITING)


def _held(row: Any) -> Held:
    return Held(
        row.id,
        row.conversation_id,
        row.version,
        row.topic,
        row.asked,
        row.text,
        row.details,
        row.confidence,
        row.created_at,
        row.due_at,
    )
