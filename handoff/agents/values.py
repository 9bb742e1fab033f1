"""The values of agents."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Role(StrEnum):
    """What an account is for: conversations, these and everybody's, accounts and settings too, or reading only."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    AUDITOR = "auditor"


SERVING = frozenset({Role.AGENT, Role.SUPERVISOR, Role.ADMIN})
"""Roles that talk with citizens."""
LEADING = frozenset({Role.SUPERVISOR, Role.ADMIN})
"""Roles that may act in other agents' conversations."""


class Presence(StrEnum):
    """Whether an agent is there; those who are away keep what they have and get nothing new."""

    ONLINE = "online"
    AWAY = "away"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Agent:
    """An account; no `agencies` means all of them, `capacity` is how many conversations are offered at once."""

    name: str
    display_name: str
    role: Role = Role.AGENT
    languages: tuple[str, ...] = ("zh-TW",)
    agencies: tuple[str, ...] = ()
    team: str | None = None
    capacity: int = 4
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class OnDuty:
    """An agent with where they are and how much they hold."""

    agent: Agent
    presence: Presence
    seen_at: datetime
    offered_at: datetime | None
    holding: int


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the audit log."""

    id: int
    at: datetime
    agent: str
    act: str
    conversation: str | None
    details: Mapping[str, Any]
