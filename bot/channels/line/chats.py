"""Which conversation belongs to whom on LINE, and what is written into it beside the citizen's text."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.channels.line.batches import Status
from bot.channels.line.incoming import Speaker
from bot.channels.line.tables import chats, deliveries
from bot.channels.line.wording import phrase
from handoff.bus import DESK, Notice
from handoff.events import Author, Draft, EventKind
from handoff.journal import append, locked, locked_open
from handoff.operations import sent_before
from handoff.service import Service
from handoff.states import State
from handoff.tables import conversations, events, questions

OURS = select(events.c.conversation_id, events.c.seq, events.c.details).join(
    chats, chats.c.conversation_id == events.c.conversation_id
)


@dataclass(frozen=True, slots=True)
class ReplyToken:
    """What allows one free answer to an event, until a time."""

    token: str = field(repr=False)
    until: datetime


class Chats(Service):
    """The conversations of LINE's users."""

    async def current(self, speaker: Speaker) -> str | None:
        """The conversation under way; None where there is none or it has been closed."""
        return await self._read(partial(_current, subject=speaker.subject))

    async def owns(self, speaker: Speaker, conversation: str) -> bool:
        """Whether a conversation is or was this speaker's."""
        query = select(chats.c.subject).where(chats.c.conversation_id == conversation)
        owner = await self._read(lambda connection: connection.execute(query).scalar_one_or_none())
        return owner == speaker.subject

    async def holds(self, conversation: str, client_id: str) -> bool:
        """Whether something has been written under this `client_id`."""
        return await self._read(partial(said, id_=conversation, client_id=client_id))

    async def begin(self, speaker: Speaker, conversation: str) -> None:
        """A conversation is this speaker's from now on; what was held in earlier ones is said in it."""
        work = partial(_begin, speaker=speaker, conversation=conversation, now=self._now())
        await self._write(work, conversation)

    async def allow_reply(self, conversation: str, token: ReplyToken) -> None:
        """The next answer may go out by this reply token; nothing waits for a tap any more."""
        row = update(chats).where(chats.c.conversation_id == conversation)
        values = row.values(reply_token=token.token, reply_until=token.until, tap_until=None)
        await self._storage.writer.run(lambda connection: connection.execute(values).rowcount)
        await self._bus.publish(conversation, Notice.DELIVERY)

    async def reachable(self, conversation: str) -> bool | None:
        """Whether the user lets us write; None where the conversation is not one of LINE's."""
        query = select(chats.c.reachable).where(chats.c.conversation_id == conversation)
        return await self._read(lambda connection: connection.execute(query).scalar_one_or_none())

    async def set_reachable(self, speaker: Speaker, reachable: bool) -> None:
        """Whether the user lets us write: false from a block until they follow again."""
        row = update(chats).where(chats.c.subject == speaker.subject).values(reachable=reachable)
        await self._storage.writer.run(lambda connection: connection.execute(row).rowcount)

    async def tell_unreadable(self, conversation: str, client_id: str, text: str) -> None:
        """Record a message that cannot be read, once; where the bot has the word it says so."""
        work = partial(_tell_unreadable, id_=conversation, client_id=client_id, text=text, now=self._now())
        await self._write(work, conversation)

    async def say(self, conversation: str, client_id: str, text: str, **details: Any) -> None:
        """Say something in the service's name, once for each `client_id`, in a closed conversation too."""
        message = Draft(EventKind.MESSAGE, Author.SYSTEM, text, details, client_id)
        work = partial(_say, id_=conversation, message=message, now=self._now())
        await self._write(work, conversation)

    async def redact(self, client_id: str) -> None:
        """Take the text of an unsent message out of the log; the bot no longer owes it an answer."""
        change = {"text": phrase("unsent"), "mark": "unsent"}
        if await self._rewrite(client_id, change, owed=False):
            await self._storage.scrub()

    async def edit(self, client_id: str, text: str) -> bool:
        """Put what the citizen has changed a message to into the log; false where it is not there."""
        return await self._rewrite(client_id, {"text": text, "mark": "edited"}, owed=True)

    async def _rewrite(self, client_id: str, change: dict[str, str], *, owed: bool) -> bool:
        work = partial(_rewrite, client_id=client_id, change=change, owed=owed, now=self._now())
        conversation = await self._storage.writer.run(work)
        if conversation is None:
            return False
        await self._bus.publish(conversation, Notice.WORDS)
        await self._bus.publish(DESK, Notice.DESK)
        return True


def _current(connection: Connection, subject: str) -> str | None:
    latest = (
        select(chats.c.conversation_id, conversations.c.state)
        .join(conversations, conversations.c.id == chats.c.conversation_id)
        .where(chats.c.subject == subject)
        .order_by(chats.c.number.desc())
        .limit(1)
    )
    row = connection.execute(latest).one_or_none()
    return None if row is None or row.state == State.CLOSED else str(row.conversation_id)


def _begin(connection: Connection, speaker: Speaker, conversation: str, now: datetime) -> None:
    last = select(func.max(chats.c.number)).where(chats.c.subject == speaker.subject)
    number = connection.execute(last).scalar_one() or 0
    row = insert(chats).values(
        conversation_id=conversation,
        subject=speaker.subject,
        number=number + 1,
        recipient=speaker.recipient,
        planned_seq=0,
        reachable=True,
    )
    connection.execute(row)
    _carry_over(connection, speaker, conversation, now)


def _carry_over(connection: Connection, speaker: Speaker, conversation: str, now: datetime) -> None:
    """Say again what waited for the citizen's next message in a conversation that was closed meanwhile."""
    same = (events.c.conversation_id == deliveries.c.conversation_id) & (events.c.seq == deliveries.c.seq)
    earlier = select(chats.c.conversation_id).where(chats.c.subject == speaker.subject)
    held = (deliveries.c.conversation_id.in_(earlier), deliveries.c.status == Status.HELD)
    query = select(events.c.author, events.c.text, events.c.details).join_from(deliveries, events, same)
    rows = connection.execute(query.where(*held).order_by(events.c.created_at, events.c.seq)).all()
    if rows:
        drafts = [
            Draft(EventKind.MESSAGE, Author(row.author), row.text, {**row.details, "offers": []})
            for row in rows
        ]
        connection.execute(update(deliveries).where(*held).values(status=Status.CARRIED, updated_at=now))
        append(connection, locked(connection, conversation), drafts, now)


def _tell_unreadable(connection: Connection, id_: str, client_id: str, text: str, now: datetime) -> int:
    conversation = locked_open(connection, id_)
    before = sent_before(connection, id_, client_id, text)
    if before is not None:
        return before.seq
    drafts = [Draft(EventKind.MESSAGE, Author.CITIZEN, text, client_id=client_id)]
    if conversation.state is State.BOT:
        drafts.append(Draft(EventKind.MESSAGE, Author.SYSTEM, phrase("unreadable")))
    return append(connection, conversation, drafts, now)


def said(connection: Connection, id_: str, client_id: str) -> bool:
    """Whether something has been written under this `client_id`."""
    query = select(events.c.seq).where(events.c.conversation_id == id_, events.c.client_id == client_id)
    return connection.execute(query).first() is not None


def _say(connection: Connection, id_: str, message: Draft, now: datetime) -> int:
    conversation = locked(connection, id_)
    if said(connection, id_, str(message.client_id)):
        return conversation.last_seq
    return append(connection, conversation, [message], now)


def _rewrite(
    connection: Connection, client_id: str, change: dict[str, str], *, owed: bool, now: datetime
) -> str | None:
    """Change the words of a message and mark it; the conversation, or None where there is no such message."""
    found = connection.execute(OURS.where(events.c.client_id == client_id)).one_or_none()
    if found is None:
        return None
    id_, seq, details = found
    locked(connection, id_)
    place = (events.c.conversation_id == id_, events.c.seq == seq)
    values = {"text": change["text"], "details": {**details, change["mark"]: True}}
    connection.execute(update(events).where(*place).values(**values))
    connection.execute(update(conversations).where(conversations.c.id == id_).values(updated_at=now))
    if not owed:
        _leave_form(connection, id_, client_id)
        connection.execute(
            delete(questions).where(questions.c.conversation_id == id_, questions.c.seq == seq)
        )
    return str(id_)


def _leave_form(connection: Connection, id_: str, client_id: str) -> None:
    """Forget a form in which a message was an answer."""
    form = connection.execute(select(chats.c.form).where(chats.c.conversation_id == id_)).scalar_one()
    if form is not None and client_id in form["said"]:
        connection.execute(update(chats).where(chats.c.conversation_id == id_).values(form=None))
