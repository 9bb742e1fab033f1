"""Which conversation belongs to whom on LINE, and what is written into it for messages that are not text."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.channels.line.incoming import Speaker
from bot.channels.line.tables import chats
from bot.channels.line.wording import phrase
from handoff.events import Author, Draft, EventKind
from handoff.journal import append, locked, locked_open
from handoff.operations import sent_before
from handoff.service import Service
from handoff.states import State
from handoff.tables import conversations, events, questions


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

    async def begin(self, speaker: Speaker, conversation: str) -> None:
        """A conversation is this speaker's from now on."""
        await self._storage.writer.run(partial(_begin, speaker=speaker, conversation=conversation))

    async def allow_reply(self, conversation: str, token: ReplyToken) -> None:
        """The next answer may go out by this reply token."""
        row = update(chats).where(chats.c.conversation_id == conversation)
        values = row.values(reply_token=token.token, reply_until=token.until)
        await self._storage.writer.run(lambda connection: connection.execute(values).rowcount)

    async def set_reachable(self, speaker: Speaker, reachable: bool) -> None:
        """Whether the user lets us write: false from a block until they follow again."""
        row = update(chats).where(chats.c.subject == speaker.subject).values(reachable=reachable)
        await self._storage.writer.run(lambda connection: connection.execute(row).rowcount)

    async def tell_unreadable(self, conversation: str, client_id: str, text: str) -> None:
        """Record a message that cannot be read, once; where the bot has the word it says so."""
        work = partial(_tell_unreadable, id_=conversation, client_id=client_id, text=text, now=self._now())
        await self._write(work, conversation)

    async def redact(self, client_id: str) -> None:
        """Take the text of an unsent message out of the log; the bot no longer owes it an answer."""
        conversation = await self._storage.writer.run(partial(_redact, client_id=client_id))
        if conversation is not None:
            await self._storage.scrub()


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


def _begin(connection: Connection, speaker: Speaker, conversation: str) -> None:
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


def _tell_unreadable(connection: Connection, id_: str, client_id: str, text: str, now: datetime) -> int:
    conversation = locked_open(connection, id_)
    before = sent_before(connection, id_, client_id, text)
    if before is not None:
        return before.seq
    drafts = [Draft(EventKind.MESSAGE, Author.CITIZEN, text, client_id=client_id)]
    if conversation.state is State.BOT:
        drafts.append(Draft(EventKind.MESSAGE, Author.SYSTEM, phrase("unreadable")))
    return append(connection, conversation, drafts, now)


def _redact(connection: Connection, client_id: str) -> str | None:
    ours = select(events.c.conversation_id, events.c.seq).join(
        chats, chats.c.conversation_id == events.c.conversation_id
    )
    found = connection.execute(ours.where(events.c.client_id == client_id)).one_or_none()
    if found is None:
        return None
    id_, seq = found
    locked(connection, id_)
    row = update(events).where(events.c.conversation_id == id_, events.c.seq == seq)
    connection.execute(row.values(text=phrase("unsent")))
    connection.execute(delete(questions).where(questions.c.conversation_id == id_, questions.c.seq == seq))
    return str(id_)
