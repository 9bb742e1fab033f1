"""What is done to agents, each in one transaction, and what is asked about them inside of others."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from askcity.errors import ConflictError, ForbiddenError, NotFoundError
from handoff.agents.values import LEADING, SERVING, Act, Agent, OnDuty, Presence, Role
from handoff.tables import agents, audit, conversations, presences

SILENT_AFTER = timedelta(seconds=40)
"""An agent unheard of for this long has vanished."""
READ_OF_LATE = timedelta(hours=1)
"""A page that comes back to a conversation within this time reads it on; the audit log tells it once."""


def add(connection: Connection, agent: Agent, password_hash: str | None, now: datetime) -> None:
    """Store a new account. Raises ConflictError."""
    if _row(connection, agent.name) is not None:
        raise ConflictError(f"there is an agent {agent.name} already; take another name")
    values = {"name": agent.name, "password_hash": password_hash, "created_at": now, **_fields(agent)}
    connection.execute(insert(agents).values(**values))


def change(connection: Connection, agent: Agent) -> None:
    """Replace all of an account but its password. Raises NotFoundError."""
    found(connection, agent.name)
    connection.execute(update(agents).where(agents.c.name == agent.name).values(**_fields(agent)))


def set_password(connection: Connection, name: str, password_hash: str | None) -> None:
    """Replace the password; None for those who sign in elsewhere. Raises NotFoundError."""
    found(connection, name)
    connection.execute(update(agents).where(agents.c.name == name).values(password_hash=password_hash))


def found(connection: Connection, name: str) -> Agent:
    """One account. Raises NotFoundError."""
    row = _row(connection, name)
    if row is None:
        raise NotFoundError(f"no agent {name}")
    return _agent(row)


def all_agents(connection: Connection) -> list[Agent]:
    """All accounts, by name."""
    return [_agent(row) for row in connection.execute(select(agents).order_by(agents.c.name))]


def kept_hash(connection: Connection, name: str) -> str | None:
    """The password hash of an account that may sign in with one."""
    row = _row(connection, name)
    return None if row is None or row.disabled else row.password_hash


def serving(connection: Connection, name: str) -> Agent:
    """An account that may talk with citizens. Raises NotFoundError and ForbiddenError."""
    agent = found(connection, name)
    if agent.disabled or agent.role not in SERVING:
        raise ForbiddenError(f"agent {name} may not take conversations")
    return agent


def may_act(connection: Connection, name: str, owner: str | None) -> Agent:
    """An account that may act in a conversation of `owner`'s. Raises NotFoundError and ForbiddenError."""
    agent = serving(connection, name)
    if name != owner and agent.role not in LEADING:
        raise ForbiddenError(
            "the conversation is another agent's" if owner else "the conversation is nobody's yet"
        )
    return agent


def be(connection: Connection, name: str, presence: Presence, now: datetime) -> None:
    """Note where an agent is. Raises NotFoundError and ForbiddenError."""
    serving(connection, name)
    values = {"status": presence, "seen_at": now}
    changed = connection.execute(update(presences).where(presences.c.agent == name).values(**values))
    if changed.rowcount == 0:
        connection.execute(insert(presences).values(agent=name, **values))


def beat(connection: Connection, name: str, now: datetime) -> bool:
    """Note that an agent is still there; false where they had been taken for gone."""
    here = (presences.c.agent == name, presences.c.status != Presence.OFFLINE)
    return connection.execute(update(presences).where(*here).values(seen_at=now)).rowcount == 1


def touch(connection: Connection, name: str, now: datetime) -> None:
    """Whoever acts is there."""
    if not beat(connection, name, now):
        be(connection, name, Presence.ONLINE, now)


def is_there(connection: Connection, name: str, now: datetime) -> bool:
    """Whether an agent's account is open and has been heard of lately."""
    query = select(presences.c.agent).join(agents, agents.c.name == presences.c.agent)
    there = (presences.c.agent == name, *_there(now - SILENT_AFTER))
    return connection.execute(query.where(*there)).one_or_none() is not None


def abandoned(connection: Connection, now: datetime) -> list[str]:
    """Conversations whose agents are not there."""
    there = select(presences.c.agent).join(agents, agents.c.name == presences.c.agent)
    query = select(conversations.c.id).where(
        conversations.c.agent.is_not(None),
        conversations.c.agent.not_in(there.where(*_there(now - SILENT_AFTER))),
    )
    return list(connection.execute(query).scalars())


def roster(connection: Connection, now: datetime) -> list[OnDuty]:
    """All who are there or away, with how much they hold, longest without an offer first."""
    held = (
        select(conversations.c.agent, func.count().label("holding"))
        .where(conversations.c.agent.is_not(None))
        .group_by(conversations.c.agent)
        .subquery()
    )
    query = (
        select(agents, presences.c.status, presences.c.seen_at, presences.c.offered_at, held.c.holding)
        .join(presences, presences.c.agent == agents.c.name)
        .outerjoin(held, held.c.agent == agents.c.name)
        .where(*_there(now - SILENT_AFTER))
        .order_by(presences.c.offered_at.nulls_first(), agents.c.name)
    )
    return [
        OnDuty(_agent(row), Presence(row.status), row.seen_at, row.offered_at, row.holding or 0)
        for row in connection.execute(query)
    ]


def record(
    connection: Connection,
    agent: str,
    act: str,
    now: datetime,
    *,
    conversation: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write a line of the audit log."""
    line = {"at": now, "agent": agent, "act": act, "conversation_id": conversation, "details": details or {}}
    connection.execute(insert(audit).values(**line))


def record_reading(connection: Connection, *, agent: str, act: str, conversation: str, now: datetime) -> None:
    """The same for reading a conversation, where the same agent has not read it of late."""
    same = (audit.c.conversation_id == conversation, audit.c.agent == agent, audit.c.act == act)
    late = select(audit.c.id).where(*same, audit.c.at > now - READ_OF_LATE).limit(1)
    if connection.execute(late).one_or_none() is None:
        record(connection, agent, act, now, conversation=conversation)


def acts(connection: Connection, before: int | None, limit: int) -> list[Act]:
    """The lines before `before`, latest first."""
    query = select(audit).order_by(audit.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(audit.c.id < before)
    return [
        Act(row.id, row.at, row.agent, row.act, row.conversation_id, row.details)
        for row in connection.execute(query)
    ]


def _there(silent_since: datetime) -> tuple[ColumnElement[bool], ...]:
    here = presences.c.status != Presence.OFFLINE
    return here, presences.c.seen_at > silent_since, agents.c.disabled.is_(False)


def _row(connection: Connection, name: str) -> Any:
    return connection.execute(select(agents).where(agents.c.name == name)).one_or_none()


def _fields(agent: Agent) -> dict[str, Any]:
    return {
        "display_name": agent.display_name,
        "role": agent.role,
        "languages": list(agent.languages),
        "agencies": list(agent.agencies),
        "team": agent.team,
        "capacity": agent.capacity,
        "disabled": agent.disabled,
    }


def _agent(row: Any) -> Agent:
    return Agent(
        row.name,
        row.display_name,
        Role(row.role),
        tuple(row.languages),
        tuple(row.agencies),
        row.team,
        row.capacity,
        row.disabled,
    )
