"""The agents as a service."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from askcity.errors import ConfigurationError
from handoff.agents import operations
from handoff.agents.values import Act, Agent, OnDuty, Presence
from handoff.service import Service

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
SHORTEST_PASSWORD = 12
HASHING = PasswordHash((Argon2Hasher(),))


@cache
def _nobodys() -> str:
    """What an unknown name's password is compared with; made at the first sign-in, since it takes its time."""
    return HASHING.hash("nobody's password")


class Agents(Service):
    """Accounts, presence and audit log."""

    async def add(self, agent: Agent, password: str | None = None) -> None:
        """Store a new account; without a password it signs in elsewhere. Raises ConfigurationError and ConflictError."""
        if not NAME.fullmatch(agent.name):
            raise ConfigurationError(
                f"{agent.name!r} is no name for an agent: use a-z, 0-9, dot, _ and -, at most 64 characters"
            )
        kept = None if password is None else await self._hashed(password)
        await self._write(partial(operations.add, agent=agent, password_hash=kept, now=self._now()))

    async def change(self, agent: Agent) -> None:
        """Replace all of an account but its password. Raises NotFoundError."""
        await self._write(partial(operations.change, agent=agent))

    async def set_password(self, name: str, password: str | None) -> None:
        """Replace a password. Raises ConfigurationError and NotFoundError."""
        kept = None if password is None else await self._hashed(password)
        await self._write(partial(operations.set_password, name=name, password_hash=kept))

    async def disable(self, name: str) -> None:
        """Shut an account. What the agent holds is requeued as after vanishing. Raises NotFoundError."""
        await self.change(replace(await self.find(name), disabled=True))

    async def enable(self, name: str) -> None:
        """Open an account again. Raises NotFoundError."""
        await self.change(replace(await self.find(name), disabled=False))

    async def find(self, name: str) -> Agent:
        """One account. Raises NotFoundError."""
        return await self._read(partial(operations.found, name=name))

    async def all(self) -> list[Agent]:
        """All accounts, by name."""
        return await self._read(operations.all_agents)

    async def verify(self, name: str, password: str) -> Agent | None:
        """The account if the password is its own; an unknown name takes as long as a wrong password."""
        kept, nobodys = (
            await self._read(partial(operations.kept_hash, name=name)),
            await asyncio.to_thread(_nobodys),
        )
        right = await asyncio.to_thread(HASHING.verify, password, kept or nobodys)
        return await self.find(name) if right and kept is not None else None

    async def set_presence(self, name: str, presence: Presence) -> None:
        """Note where an agent is. Raises NotFoundError and ForbiddenError."""
        await self._write(partial(operations.be, name=name, presence=presence, now=self._now()))

    async def beat(self, name: str) -> bool:
        """Note that an agent is still there; false where they had been taken for gone and must say so anew."""
        work = partial(operations.beat, name=name, now=self._now())
        return await self._storage.writer.run(work)

    async def roster(self) -> list[OnDuty]:
        """All who are there or away, with how much they hold."""
        return await self._read(partial(operations.roster, now=self._now()))

    async def audit(
        self, agent: str, act: str, conversation: str | None = None, details: Mapping[str, Any] | None = None
    ) -> None:
        """Write a line of the audit log; `details` hold no words of citizens."""
        work = partial(
            operations.record,
            agent=agent,
            act=act,
            now=self._now(),
            conversation=conversation,
            details=details,
        )
        await self._storage.writer.run(work)

    async def audit_reading(self, agent: str, act: str, conversation: str) -> None:
        """Write a line for reading a conversation, unless there has been one of late."""
        work = partial(
            operations.record_reading, agent=agent, act=act, conversation=conversation, now=self._now()
        )
        await self._storage.writer.run(work)

    async def audit_log(self, before: int | None = None, limit: int = 100) -> list[Act]:
        """The lines before `before`, latest first."""
        return await self._read(partial(operations.acts, before=before, limit=limit))

    async def _hashed(self, password: str) -> str:
        if len(password) < SHORTEST_PASSWORD:
            raise ConfigurationError(
                f"the password is too short: use at least {SHORTEST_PASSWORD} characters"
            )
        return await asyncio.to_thread(HASHING.hash, password)
