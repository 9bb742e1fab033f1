"""Who is signed in to the console."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, delete, insert, select, update

from handoff import tokens
from handoff.agents import operations as agents
from handoff.agents.values import Agent
from handoff.bus import Bus
from handoff.service import Clock, Service, utc_now
from handoff.storage import Storage
from handoff.tables import sessions

TOUCHED_EVERY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long a session lasts without the agent doing anything, and in all."""

    idle: timedelta = timedelta(hours=1)
    absolute: timedelta = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Session:
    """An agent who is signed in, as the account is now; `csrf` goes with every write.

    `due` is whether it is time to note that the agent still does something.
    """

    agent: Agent
    csrf: str = field(repr=False)
    due: bool


class Sessions(Service):
    """Opens, finds and ends sessions; only digests of their tokens are stored."""

    def __init__(
        self, storage: Storage, bus: Bus, now: Clock = utc_now, lifetimes: Lifetimes | None = None
    ) -> None:
        super().__init__(storage, bus, now)
        self._lifetimes = lifetimes or Lifetimes()

    @property
    def seconds(self) -> int:
        """How long a session lasts at most."""
        return round(self._lifetimes.absolute.total_seconds())

    async def open(self, agent: str) -> str:
        """A new session's token; sessions that are over are cleared away."""
        token, now = tokens.new_token(), self._now()
        work = partial(_open, agent=agent, token=token, now=now, oldest=now - self._lifetimes.absolute)
        await self._storage.writer.run(work)
        return token

    async def find(self, token: str) -> Session | None:
        """The session of a token, unless it is over or the account is shut."""
        return await self._read(partial(_found, token=token, lifetimes=self._lifetimes, now=self._now()))

    async def touch(self, token: str) -> None:
        """The agent did something just now."""
        await self._storage.writer.run(partial(_touch, token=token, now=self._now()))

    async def end(self, token: str) -> None:
        """End one session."""
        await self._storage.writer.run(partial(_end, digest=tokens.digest(token)))

    async def end_all(self, agent: str, but: str = "") -> None:
        """End all of an agent's sessions but the one of a token."""
        await self._storage.writer.run(partial(_end_all, agent=agent, but=tokens.digest(but)))


def csrf_of(token: str) -> str:
    """What a page of this session sends along with every write; other sites cannot know it."""
    return hashlib.sha256(b"csrf:" + token.encode("utf-8", "surrogatepass")).hexdigest()


def _open(connection: Connection, agent: str, token: str, now: datetime, oldest: datetime) -> None:
    connection.execute(delete(sessions).where(sessions.c.created_at < oldest))
    line = {"digest": tokens.digest(token), "agent": agent, "created_at": now, "seen_at": now}
    connection.execute(insert(sessions).values(**line))


def _found(connection: Connection, token: str, lifetimes: Lifetimes, now: datetime) -> Session | None:
    alive = (
        sessions.c.seen_at >= now - lifetimes.idle,
        sessions.c.created_at >= now - lifetimes.absolute,
    )
    query = select(sessions).where(sessions.c.digest == tokens.digest(token), *alive)
    row = connection.execute(query).one_or_none()
    agent = None if row is None else agents.found(connection, row.agent)
    if row is None or agent is None or agent.disabled:
        return None
    return Session(agent, csrf_of(token), due=row.seen_at < now - TOUCHED_EVERY)


def _touch(connection: Connection, token: str, now: datetime) -> None:
    own = update(sessions).where(sessions.c.digest == tokens.digest(token))
    connection.execute(own.values(seen_at=now))


def _end(connection: Connection, digest: bytes) -> None:
    connection.execute(delete(sessions).where(sessions.c.digest == digest))


def _end_all(connection: Connection, agent: str, but: bytes) -> None:
    connection.execute(delete(sessions).where(sessions.c.agent == agent, sessions.c.digest != but))
