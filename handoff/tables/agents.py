"""The agents, whether they are there, and what they did."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table

from askcity.database import metadata
from handoff.tables.columns import UtcDateTime, agent

agents = Table(
    "agents",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("display_name", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("password_hash", String(256)),
    Column("languages", JSON, nullable=False),
    Column("agencies", JSON, nullable=False),
    Column("team", String(64)),
    Column("capacity", Integer, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)
"""`password_hash` is null for those who sign in elsewhere; no `agencies` means all of them."""

presences = Table(
    "presences",
    metadata,
    Column("agent", String(64), ForeignKey("agents.name"), primary_key=True),
    Column("status", String(8), nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("offered_at", UtcDateTime),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    agent(nullable=False),
    Column("act", String(32), nullable=False),
    Column("conversation_id", String(32)),
    Column("details", JSON, nullable=False),
    Index(None, "conversation_id"),
)
"""Append-only, and without any words of citizens; it outlives the conversations."""

arrangements = Table(
    "arrangements",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("value", JSON, nullable=False),
    agent("changed_by"),
    Column("changed_at", UtcDateTime, nullable=False),
)
"""What supervisors have set: service hours, the mode."""
