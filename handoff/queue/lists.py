"""Conversations as lists, for those who work on them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from handoff.events import Author, EventKind
from handoff.queue.tickets import OPEN
from handoff.queue.values import Row as Listed
from handoff.states import State
from handoff.tables import conversations, events, tags, tickets


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which conversations: in these states, this agent's, not seen before `before`, containing `words`."""

    states: frozenset[State] = frozenset(State)
    agent: str | None = None
    since: datetime | None = None
    before: datetime | None = None
    words: str = ""
    limit: int = 100


def listed(connection: Connection, wanted: Wanted) -> list[Listed]:
    """The conversations, the latest change first."""
    query = (
        _rows().where(*_conditions(wanted)).order_by(conversations.c.updated_at.desc()).limit(wanted.limit)
    )
    return [_listed(row) for row in connection.execute(query)]


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [conversations.c.state.in_(wanted.states)]
    if wanted.agent is not None:
        found.append(conversations.c.agent == wanted.agent)
    if wanted.since is not None:
        found.append(conversations.c.updated_at >= wanted.since)
    if wanted.before is not None:
        found.append(conversations.c.updated_at < wanted.before)
    if wanted.words:
        said = select(events.c.conversation_id).where(events.c.text.contains(wanted.words, autoescape=True))
        tagged = select(tags.c.conversation_id).where(tags.c.tag == wanted.words)
        found.append(conversations.c.id.in_(said) | conversations.c.id.in_(tagged))
    return found


def _rows() -> Select[Any]:
    said = events.alias()
    last = (
        select(func.max(said.c.seq))
        .where(
            said.c.conversation_id == conversations.c.id,
            said.c.kind == EventKind.MESSAGE,
            said.c.author.in_((Author.CITIZEN, Author.AGENT)),
        )
        .scalar_subquery()
    )
    message = (events.c.conversation_id == conversations.c.id) & (events.c.seq == last)
    ticket = (tickets.c.conversation_id == conversations.c.id) & OPEN
    wanted = (tickets.c.reason, tickets.c.urgent, tickets.c.queued_at)
    return (
        select(conversations, events.c.text, events.c.author, *wanted)
        .select_from(conversations)
        .outerjoin(events, message)
        .outerjoin(tickets, ticket)
    )


def _listed(row: Row[Any]) -> Listed:
    return Listed(
        row.id,
        State(row.state),
        row.version,
        row.locale,
        row.channel,
        row.agent,
        row.last_seq,
        row.created_at,
        row.updated_at,
        row.text or "",
        row.author,
        row.reason,
        bool(row.urgent),
        row.queued_at,
    )
