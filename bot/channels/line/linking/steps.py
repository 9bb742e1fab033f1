"""The steps of a link in the database, each in one transaction."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from askcity.errors import ConflictError, TransitionError
from bot.channels.line.batches import Status
from bot.channels.line.incoming import Speaker
from bot.channels.line.linking.tables import links
from bot.channels.line.linking.values import NOT_LINKED, Link, Step
from bot.channels.line.linking.wording import said
from bot.channels.line.tables import chats, deliveries
from handoff.events import Author, Draft, EventKind
from handoff.journal import append, locked, locked_open
from handoff.states import State
from handoff.tables import conversations

CODE_HOLDS = timedelta(minutes=10)
STEP_HOLDS = timedelta(minutes=5)


def offer(connection: Connection, id_: str, kept: str, now: datetime) -> datetime:
    """Keep the digest of a new code; how long it holds."""
    locked_open(connection, id_)
    found = _found(connection, id_)
    if found is not None and found.state == Step.LINKED:
        raise ConflictError("the conversation is linked with LINE already; unlink it first")
    connection.execute(delete(links).where(links.c.conversation_id == id_))
    until = now + CODE_HOLDS
    row = insert(links).values(
        conversation_id=id_, state=Step.OFFERED, code_digest=kept, until=until, name=""
    )
    connection.execute(row)
    return until


def standing(connection: Connection, id_: str, now: datetime) -> Link:
    """How far a link is; what was left for too long is none."""
    found = connection.execute(select(links).where(links.c.conversation_id == id_)).one_or_none()
    if found is None or (found.state != Step.LINKED and found.until <= now):
        return NOT_LINKED
    return Link(Step(found.state), None if found.state == Step.LINKED else found.until, found.name)


def typed(connection: Connection, who: Speaker, kept: str, name: str, now: datetime) -> str | None:
    """A code belongs to the first who types it; the same message twice has one effect."""
    query = select(links).where(links.c.code_digest == kept, links.c.until > now)
    found = connection.execute(query.with_for_update()).one_or_none()
    if found is None or found.subject not in (None, who.subject):
        return None
    if found.state == Step.OFFERED:
        values = {
            "state": Step.TYPED,
            "until": now + STEP_HOLDS,
            "subject": who.subject,
            "recipient": who.recipient,
            "name": name,
        }
        _change(connection, found.conversation_id, values)
    return str(found.conversation_id)


def agree(connection: Connection, who: Speaker, id_: str, now: datetime) -> bool:
    """Note that the LINE user wants the link."""
    found = _found(connection, id_)
    if found is None or found.subject != who.subject or found.until <= now:
        return found is not None and found.subject == who.subject and found.state == Step.LINKED
    if found.state == Step.TYPED:
        _change(connection, id_, {"state": Step.AGREED, "until": now + STEP_HOLDS})
    return True


def refuse(connection: Connection, who: Speaker, id_: str) -> int:
    """Forget a link that does not stand."""
    theirs = (links.c.conversation_id == id_, links.c.subject == who.subject, links.c.state != Step.LINKED)
    return connection.execute(delete(links).where(*theirs)).rowcount


def confirm(connection: Connection, id_: str, now: datetime) -> int:
    """Link; the `seq` of the entry that tells of it."""
    conversation = locked_open(connection, id_)
    found = _found(connection, id_)
    if found is not None and found.state == Step.LINKED:
        return conversation.last_seq
    if found is None or found.state != Step.AGREED or found.until <= now:
        raise TransitionError(
            "nobody on LINE has agreed to a link with this conversation, or it was too long ago"
        )
    if _busy(connection, found.subject):
        raise ConflictError("a person is serving this LINE user in another conversation; end that one first")
    for earlier in _others(connection, found):
        undo(connection, earlier, now)
    seq = append(connection, conversation, [_note("linked", found.name)], now)
    _begin(connection, found, conversation.last_seq)
    _change(connection, id_, {"state": Step.LINKED, "code_digest": None})
    return seq


def _begin(connection: Connection, found: Row[tuple[object, ...]], told_up_to: int) -> None:
    """The conversation is the LINE user's latest; what was said in it before the link is not told."""
    last = select(func.max(chats.c.number)).where(chats.c.subject == found.subject)
    row = insert(chats).values(
        conversation_id=found.conversation_id,
        subject=found.subject,
        number=(connection.execute(last).scalar_one() or 0) + 1,
        recipient=found.recipient,
        planned_seq=told_up_to,
        reachable=True,
    )
    connection.execute(row)


def undo(connection: Connection, id_: str, now: datetime) -> bool:
    """Forget a link; whether it stood."""
    conversation = locked(connection, id_)
    found = _found(connection, id_)
    if found is None:
        return False
    connection.execute(delete(links).where(links.c.conversation_id == id_))
    if found.state != Step.LINKED:
        return False
    owed = (deliveries.c.conversation_id == id_, deliveries.c.status.in_((Status.SENDING, Status.HELD)))
    ended = {"due_at": None, "status": Status.FAILED, "error": "unlinked"}
    connection.execute(update(deliveries).where(*owed).values(**ended))
    connection.execute(delete(chats).where(chats.c.conversation_id == id_))
    append(connection, conversation, [_note("unlinked", found.name)], now)
    return True


def _others(connection: Connection, found: Row[tuple[object, ...]]) -> list[str]:
    """The LINE user's other links; there is one at a time."""
    theirs = (links.c.subject == found.subject, links.c.conversation_id != found.conversation_id)
    return list(connection.execute(select(links.c.conversation_id).where(*theirs)).scalars())


def _busy(connection: Connection, subject: str) -> bool:
    """Whether the LINE user waits for a person or speaks with one."""
    query = (
        select(chats.c.conversation_id)
        .join(conversations, conversations.c.id == chats.c.conversation_id)
        .where(chats.c.subject == subject, conversations.c.state.in_((State.QUEUED, State.HUMAN)))
    )
    return connection.execute(query.limit(1)).first() is not None


def _found(connection: Connection, id_: str) -> Row[tuple[object, ...]] | None:
    query = select(links).where(links.c.conversation_id == id_).with_for_update()
    return connection.execute(query).one_or_none()


def _change(connection: Connection, id_: str, values: dict[str, object]) -> None:
    connection.execute(update(links).where(links.c.conversation_id == id_).values(**values))


def _note(key: str, name: str) -> Draft:
    return Draft(EventKind.MESSAGE, Author.SYSTEM, said(key).format(name=name or said("nameless")))
