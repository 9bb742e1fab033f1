"""What can be done to a conversation, each in one transaction; the row of the conversation is locked first."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from askcity.errors import ConflictError, NotFoundError, TransitionError
from handoff.events import Asked, Author, Draft, EventKind, Rating, Receipt
from handoff.journal import append, locked, locked_open
from handoff.queue.operations import enqueue
from handoff.queue.values import Need
from handoff.states import State
from handoff.tables import conversations, events, feedback, previews, questions


def create(
    connection: Connection,
    id_: str,
    *,
    token_digest: bytes,
    locale: str,
    channel: str,
    site: str | None,
    now: datetime,
) -> None:
    """Open a conversation with the bot."""
    fields = {"id": id_, "token_digest": token_digest, "locale": locale, "channel": channel, "site": site}
    begun = {"state": State.BOT, "version": 1, "last_seq": 0, "created_at": now, "updated_at": now}
    connection.execute(insert(conversations).values(**fields, **begun))


def speak(connection: Connection, id_: str, locale: str) -> None:
    """Change the language of a conversation. Raises NotFoundError."""
    locked(connection, id_)
    connection.execute(update(conversations).where(conversations.c.id == id_).values(locale=locale))


def send(connection: Connection, id_: str, client_id: str, text: str, now: datetime) -> Receipt:
    """Take a citizen's message in, once for each `client_id`. Raises NotFound-, Conflict- and TransitionError."""
    conversation = locked(connection, id_)
    before = sent_before(connection, id_, client_id, text)
    if before is not None:
        return before
    if conversation.state is State.CLOSED:
        raise TransitionError("the conversation is closed; open a new one")
    message = Draft(EventKind.MESSAGE, Author.CITIZEN, text, client_id=client_id)
    seq = append(connection, conversation, [message], now)
    if conversation.state is State.BOT:
        connection.execute(insert(questions).values(conversation_id=id_, seq=seq, asked_at=now))
    else:
        connection.execute(delete(previews).where(previews.c.conversation_id == id_))
    return Receipt(seq, fresh=True)


def reply(
    connection: Connection, asked: Asked, drafts: Sequence[Draft], need: Need | None, now: datetime
) -> int | None:
    """Write the bot's answer, with a `need` queue the conversation behind it, and return the last `seq`.

    None, and nothing is said, where the bot no longer has the word.
    """
    waiting = asked.waiting
    conversation = locked(connection, waiting.conversation)
    if conversation.state is not State.BOT or conversation.version != asked.version:
        return None
    taken = connection.execute(
        delete(questions).where(
            questions.c.conversation_id == waiting.conversation, questions.c.seq == waiting.seq
        )
    )
    if taken.rowcount != 1:
        return None
    if need is not None:
        return enqueue(connection, conversation, need, list(drafts), now)
    return append(connection, conversation, drafts, now)


def record_wish(connection: Connection, id_: str, wish: Sequence[Draft], now: datetime) -> Receipt:
    """Record the wish for a person, once as long as nothing else is said. Raises NotFoundError and TransitionError."""
    conversation = locked_open(connection, id_)
    last = connection.execute(
        select(events.c.author, events.c.text).where(
            events.c.conversation_id == id_, events.c.seq == conversation.last_seq
        )
    ).one_or_none()
    if conversation.state is not State.BOT or (
        last is not None and tuple(last) == (wish[-1].author, wish[-1].text)
    ):
        return Receipt(conversation.last_seq, fresh=False)
    return Receipt(append(connection, conversation, wish, now), fresh=True)


def rate(connection: Connection, id_: str, rating: Rating, now: datetime) -> None:
    """Store a rating; the last one of an answer counts. Raises NotFoundError."""
    locked(connection, id_)
    place = (events.c.conversation_id == id_, events.c.seq == rating.seq, events.c.author == Author.BOT)
    if connection.execute(select(events.c.seq).where(*place)).one_or_none() is None:
        raise NotFoundError(f"no answer with seq {rating.seq} in this conversation")
    connection.execute(
        delete(feedback).where(feedback.c.conversation_id == id_, feedback.c.seq == rating.seq)
    )
    connection.execute(insert(feedback).values(conversation_id=id_, created_at=now, **asdict(rating)))


def sent_before(connection: Connection, id_: str, client_id: str, text: str) -> Receipt | None:
    """The place of the message that was sent under this `client_id`. Raises ConflictError for another text."""
    query = select(events.c.seq, events.c.text).where(
        events.c.conversation_id == id_, events.c.client_id == client_id
    )
    sent = connection.execute(query).one_or_none()
    if sent is None:
        return None
    if sent.text != text:
        raise ConflictError(
            f"client_id {client_id} was used for another text; take a new one for a new message"
        )
    return Receipt(sent.seq, fresh=False)
