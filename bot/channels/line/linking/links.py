"""The links themselves: a code is asked for on the web, typed in LINE, agreed to there, and confirmed on the web.

Two confirmations, since there are two ways to be cheated. Who has caught somebody's code and types it in their own LINE is seen
on the web by their name, and turned away there. Who makes somebody type a code of theirs is stopped in LINE, which says what a
code does before it is agreed to. What was said before the link is never told in LINE.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from askcity.errors import ConflictError, TransitionError
from bot.channels.line.batches import Status
from bot.channels.line.incoming import Speaker
from bot.channels.line.linking.codes import digest, new_code
from bot.channels.line.linking.tables import links
from bot.channels.line.linking.wording import said
from bot.channels.line.tables import chats, deliveries
from handoff.bus import Bus
from handoff.events import Author, Draft, EventKind
from handoff.journal import append, locked, locked_open
from handoff.service import Clock, Service, utc_now
from handoff.states import State
from handoff.storage import Storage
from handoff.tables import conversations

CODE_HOLDS = timedelta(minutes=10)
STEP_HOLDS = timedelta(minutes=5)
LONGEST_NAME = 40


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


class Links(Service):
    """Keeps the links. Codes are kept as digests under `key`."""

    def __init__(self, storage: Storage, bus: Bus, key: str, now: Clock = utc_now) -> None:
        super().__init__(storage, bus, now)
        self._key = key

    async def offer(self, conversation: str) -> tuple[str, datetime]:
        """A new code and how long it holds; earlier ones are void. Raises ConflictError and TransitionError."""
        code = new_code()
        work = partial(_offer, id_=conversation, kept=digest(code, self._key), now=self._now())
        return code, await self._storage.writer.run(work)

    async def standing(self, conversation: str) -> Link:
        """How far the link of a conversation is."""
        return await self._read(partial(_standing, id_=conversation, now=self._now()))

    async def type(self, who: Speaker, code: str, name: str) -> str | None:
        """The conversation of a code that is typed in LINE; None where the code is void or somebody else's."""
        kept = digest(code, self._key)
        work = partial(_type, who=who, kept=kept, name=name[:LONGEST_NAME], now=self._now())
        return await self._storage.writer.run(work)

    async def agree(self, who: Speaker, conversation: str) -> bool:
        """Note that the LINE user wants the link; false where there is nothing of theirs to agree to."""
        work = partial(_agree, who=who, id_=conversation, now=self._now())
        return await self._storage.writer.run(work)

    async def refuse(self, who: Speaker, conversation: str) -> None:
        """Give up a link that the LINE user does not want; one that stands is not touched."""
        await self._storage.writer.run(partial(_refuse, who=who, id_=conversation))

    async def confirm(self, conversation: str) -> None:
        """Link, as the citizen on the web wishes. Raises ConflictError and TransitionError."""
        await self._write(partial(_confirm, id_=conversation, now=self._now()), conversation)

    async def undo(self, conversation: str) -> bool:
        """Unlink, or give a link up that does not stand yet; whether it stood."""
        work = partial(_undo, id_=conversation, now=self._now())
        return await self._write(work, conversation)

    async def of(self, who: Speaker) -> str | None:
        """The conversation with which a LINE user is linked."""
        query = select(links.c.conversation_id).where(
            links.c.subject == who.subject, links.c.state == Step.LINKED
        )
        return await self._read(lambda connection: connection.execute(query).scalars().first())


def _offer(connection: Connection, id_: str, kept: str, now: datetime) -> datetime:
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


def _standing(connection: Connection, id_: str, now: datetime) -> Link:
    found = _found(connection, id_)
    if found is None or (found.state != Step.LINKED and found.until <= now):
        return NOT_LINKED
    return Link(Step(found.state), None if found.state == Step.LINKED else found.until, found.name)


def _type(connection: Connection, who: Speaker, kept: str, name: str, now: datetime) -> str | None:
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


def _agree(connection: Connection, who: Speaker, id_: str, now: datetime) -> bool:
    found = _found(connection, id_)
    if found is None or found.subject != who.subject or found.until <= now:
        return found is not None and found.subject == who.subject and found.state == Step.LINKED
    if found.state == Step.TYPED:
        _change(connection, id_, {"state": Step.AGREED, "until": now + STEP_HOLDS})
    return True


def _refuse(connection: Connection, who: Speaker, id_: str) -> int:
    theirs = (links.c.conversation_id == id_, links.c.subject == who.subject, links.c.state != Step.LINKED)
    return connection.execute(delete(links).where(*theirs)).rowcount


def _confirm(connection: Connection, id_: str, now: datetime) -> int:
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
    seq = append(connection, conversation, [_note("linked", found.name)], now)
    _begin(connection, found, conversation.last_seq)
    earlier = (links.c.subject == found.subject, links.c.conversation_id != id_)
    connection.execute(delete(links).where(*earlier))
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


def _undo(connection: Connection, id_: str, now: datetime) -> bool:
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
