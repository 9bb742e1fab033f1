"""The console's own: who is signed in, and how often somebody tried to be."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table

from askcity.database import metadata
from handoff.tables.columns import UtcDateTime, agent

sessions = Table(
    "console_sessions",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    agent(nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Index(None, "agent"),
)
"""`digest` is that of the cookie, which is kept nowhere; `seen_at` is when the agent last did something."""

attempts = Table(
    "sign_in_attempts",
    metadata,
    Column("key", String(160), primary_key=True),
    Column("tries", Integer, nullable=False),
    Column("since", UtcDateTime, nullable=False),
)
"""Tries to sign in since the beginning of the present stretch of time, by whom and from where."""
