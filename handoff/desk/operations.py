"""What is written and read at the desk, each in one transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from askcity.errors import ConflictError, ForbiddenError, NotFoundError, TransitionError
from handoff.agents import operations as agents
from handoff.agents.values import LEADING
from handoff.desk.values import Canned, Marks, Note, Satisfaction, Saying, Side
from handoff.events import Author, Draft, EventKind, Receipt
from handoff.journal import append, locked
from handoff.operations import sent_before
from handoff.states import State
from handoff.tables import canned, marks, notes, previews, satisfaction, tags


def say(connection: Connection, id_: str, agent: str, saying: Saying, now: datetime) -> Receipt:
    """Write what the agent who has the word says, once for each `client_id`.

    Raises NotFound-, Forbidden-, Conflict- and TransitionError.
    """
    conversation = locked(connection, id_)
    client_id = f"@{saying.client_id}"
    before = sent_before(connection, id_, client_id, saying.text)
    if before is not None:
        return before
    if conversation.state is not State.HUMAN:
        raise TransitionError(f"the conversation is not with a person; its state is {conversation.state}")
    if conversation.agent != agent:
        raise ForbiddenError(f"agent {conversation.agent} has the word; take the conversation over first")
    person = agents.serving(connection, agent)
    agents.touch(connection, agent, now)
    details = {"agent": agent, "agent_name": person.display_name, "citations": list(saying.citations)}
    message = Draft(EventKind.MESSAGE, Author.AGENT, saying.text, details, client_id)
    seq = append(connection, conversation, [message], now)
    _mark(connection, id_, Side.AGENT, seq, now)
    return Receipt(seq, fresh=True)


def note(
    connection: Connection, id_: str, agent: str, text: str, *, addressee: str | None, now: datetime
) -> int:
    """Write a private note and return its id. Raises NotFound- and ForbiddenError."""
    locked(connection, id_)
    agents.serving(connection, agent)
    line = {"conversation_id": id_, "agent": agent, "addressee": addressee, "text": text, "created_at": now}
    written: int = connection.execute(insert(notes).values(**line).returning(notes.c.id)).scalar_one()
    agents.record(connection, agent, "whisper" if addressee else "note", now, conversation=id_)
    return written


def notes_of(connection: Connection, id_: str, after: int) -> list[Note]:
    """The notes behind the note `after`, in order."""
    query = select(notes).where(notes.c.conversation_id == id_, notes.c.id > after).order_by(notes.c.id)
    return [
        Note(row.id, row.agent, row.addressee, row.text, row.created_at) for row in connection.execute(query)
    ]


def tag(connection: Connection, id_: str, agent: str, wanted: Iterable[str], now: datetime) -> None:
    """Replace a conversation's tags. Raises NotFound- and ForbiddenError."""
    locked(connection, id_)
    agents.serving(connection, agent)
    connection.execute(delete(tags).where(tags.c.conversation_id == id_))
    for one in sorted(set(wanted)):
        connection.execute(insert(tags).values(conversation_id=id_, tag=one))
    agents.record(connection, agent, "tag", now, conversation=id_)


def tags_of(connection: Connection, id_: str) -> tuple[str, ...]:
    """A conversation's tags."""
    query = select(tags.c.tag).where(tags.c.conversation_id == id_).order_by(tags.c.tag)
    return tuple(connection.execute(query).scalars())


def mark(connection: Connection, id_: str, side: Side, seq: int, now: datetime) -> bool:
    """Note how far a side has read; whether it is further than before. Raises NotFoundError."""
    conversation = locked(connection, id_)
    return _mark(connection, id_, side, min(seq, conversation.last_seq), now)


def marks_of(connection: Connection, id_: str) -> Marks:
    """How far each side has read."""
    rows = connection.execute(select(marks.c.side, marks.c.seq).where(marks.c.conversation_id == id_))
    return Marks(**{row.side: row.seq for row in rows})


def preview(connection: Connection, id_: str, text: str, now: datetime) -> None:
    """Keep what a citizen is typing, for a person who has the word; else nothing. Raises NotFoundError."""
    if locked(connection, id_).state is not State.HUMAN:
        return
    connection.execute(delete(previews).where(previews.c.conversation_id == id_))
    if text:
        connection.execute(insert(previews).values(conversation_id=id_, text=text, at=now))


def preview_of(connection: Connection, id_: str, since: datetime) -> str:
    """What a citizen has been typing since then."""
    query = select(previews.c.text).where(previews.c.conversation_id == id_, previews.c.at >= since)
    return connection.execute(query).scalar_one_or_none() or ""


def satisfied(connection: Connection, id_: str, opinion: Satisfaction, now: datetime) -> None:
    """Keep what a citizen thought of being served; the last word counts. Raises NotFoundError."""
    locked(connection, id_)
    connection.execute(delete(satisfaction).where(satisfaction.c.conversation_id == id_))
    line = {"conversation_id": id_, "score": opinion.score, "comment": opinion.comment, "at": now}
    connection.execute(insert(satisfaction).values(**line))


def satisfaction_of(connection: Connection, id_: str) -> Satisfaction | None:
    """What a citizen thought of being served."""
    query = select(satisfaction).where(satisfaction.c.conversation_id == id_)
    row = connection.execute(query).one_or_none()
    return None if row is None else Satisfaction(row.score, row.comment)


def canned_for(connection: Connection, agent: str) -> list[Canned]:
    """Everybody's and the agent's own replies, by shortcut."""
    mine = or_(canned.c.owner.is_(None), canned.c.owner == agent)
    query = select(canned).where(mine).order_by(canned.c.shortcut, canned.c.id)
    return [_canned(row) for row in connection.execute(query)]


def save_canned(connection: Connection, agent: str, reply: Canned, now: datetime) -> int:
    """Store a reply, a new one with id 0, and return its id. Raises NotFound-, Forbidden- and ConflictError."""
    _may_write(connection, agent, reply.owner)
    fields = {"shortcut": reply.shortcut, "title": reply.title, "text": reply.text, "owner": reply.owner}
    taken = select(canned.c.id).where(
        canned.c.shortcut == reply.shortcut, canned.c.owner.is_not_distinct_from(reply.owner)
    )
    if connection.execute(taken.where(canned.c.id != reply.id)).first() is not None:
        raise ConflictError(f"there is a reply with the shortcut {reply.shortcut} already")
    if reply.id:
        _may_write(connection, agent, _found(connection, reply.id).owner)
        connection.execute(update(canned).where(canned.c.id == reply.id).values(**fields))
        saved = reply.id
    else:
        saved = connection.execute(insert(canned).values(**fields).returning(canned.c.id)).scalar_one()
    agents.record(connection, agent, "save_canned", now, details={"id": saved})
    return saved


def delete_canned(connection: Connection, agent: str, reply: int, now: datetime) -> None:
    """Delete a reply. Raises NotFound- and ForbiddenError."""
    _may_write(connection, agent, _found(connection, reply).owner)
    connection.execute(delete(canned).where(canned.c.id == reply))
    agents.record(connection, agent, "delete_canned", now, details={"id": reply})


def _mark(connection: Connection, id_: str, side: Side, seq: int, now: datetime) -> bool:
    place = (marks.c.conversation_id == id_, marks.c.side == side)
    before = connection.execute(select(marks.c.seq).where(*place)).scalar_one_or_none()
    if before is None:
        connection.execute(insert(marks).values(conversation_id=id_, side=side, seq=seq, at=now))
    elif before < seq:
        connection.execute(update(marks).where(*place).values(seq=seq, at=now))
    return before is None or before < seq


def _may_write(connection: Connection, agent: str, owner: str | None) -> None:
    person = agents.serving(connection, agent)
    if owner != agent and person.role not in LEADING:
        raise ForbiddenError("only supervisors change what is everybody's or another agent's")


def _found(connection: Connection, reply: int) -> Canned:
    row = connection.execute(select(canned).where(canned.c.id == reply)).one_or_none()
    if row is None:
        raise NotFoundError(f"no canned reply {reply}")
    return _canned(row)


def _canned(row: Any) -> Canned:
    return Canned(row.id, row.shortcut, row.title, row.text, row.owner)
