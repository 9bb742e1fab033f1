"""What every change of a conversation is made of: lock its row, look where it stands, write behind the last entry."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from askcity.errors import NotFoundError, TransitionError
from handoff.events import Author, Conversation, Draft, EventKind
from handoff.states import State, check_move
from handoff.tables import conversations, events, questions

STANDING = (
    conversations.c.id,
    conversations.c.locale,
    conversations.c.channel,
    conversations.c.state,
    conversations.c.version,
    conversations.c.last_seq,
    conversations.c.agent,
    conversations.c.site,
)


def standing(row: Any) -> Conversation:
    """A row of the columns STANDING as a value."""
    return Conversation(
        row.id, row.locale, row.channel, State(row.state), row.version, row.last_seq, row.agent, row.site
    )


def locked(connection: Connection, id_: str) -> Conversation:
    """Where the conversation stands; nobody else changes it before the transaction ends. Raises NotFoundError."""
    row = connection.execute(
        select(*STANDING).where(conversations.c.id == id_).with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFoundError("no such conversation")
    return standing(row)


def locked_open(connection: Connection, id_: str) -> Conversation:
    """The same for what a closed conversation does not allow. Raises NotFoundError and TransitionError."""
    conversation = locked(connection, id_)
    if conversation.state is State.CLOSED:
        raise TransitionError("the conversation is closed; open a new one")
    return conversation


def append(
    connection: Connection, conversation: Conversation, drafts: Sequence[Draft], now: datetime, **changed: Any
) -> int:
    """Write entries behind the last one and return the `seq` of the last of them."""
    for seq, draft in enumerate(drafts, conversation.last_seq + 1):
        values = {
            "kind": draft.kind,
            "author": draft.author,
            "text": draft.text,
            "details": dict(draft.details),
        }
        connection.execute(
            insert(events).values(
                conversation_id=conversation.id, seq=seq, client_id=draft.client_id, created_at=now, **values
            )
        )
    last = conversation.last_seq + len(drafts)
    row = update(conversations).where(conversations.c.id == conversation.id)
    connection.execute(row.values(last_seq=last, updated_at=now, **changed))
    return last


def state_entry(target: State, reason: str, facts: Mapping[str, Any] | None = None) -> Draft:
    """The entry that tells of a state."""
    details = {"state": target, "reason": reason, **(facts or {})}
    return Draft(EventKind.STATE, Author.SYSTEM, details=details)


def shift(
    connection: Connection,
    conversation: Conversation,
    target: State,
    entries: Sequence[Draft],
    *,
    now: datetime,
    agent: str | None = None,
) -> int:
    """Change the state with the entries that tell of it and return the last `seq`. Raises TransitionError."""
    check_move(conversation.state, target)
    if target is not State.BOT:
        connection.execute(delete(questions).where(questions.c.conversation_id == conversation.id))
    changed = {"state": target, "version": conversation.version + 1, "agent": agent}
    return append(connection, conversation, entries, now, **changed)
