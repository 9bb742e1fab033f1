"""The console's own: who is signed in, how often somebody tried to be, answers that wait for an agent."""

from sqlalchemy import JSON, Column, Float, Index, Integer, LargeBinary, String, Table, Text

from askcity.database import metadata
from handoff.tables.columns import UtcDateTime, agent, of_a_conversation

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

held = Table(
    "held_answers",
    metadata,
    Column("id", Integer, primary_key=True),
    of_a_conversation(),
    Column("question", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("topic", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("details", JSON, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("outcome", String(16)),
    agent(),
    Column("decided_at", UtcDateTime),
    Column("final_text", Text, nullable=False),
    Index(None, "outcome", "due_at"),
)
"""The bot's answers that wait for an agent, and what became of them: while `outcome` is null they wait.

`question` is the `seq` of the message that is answered, `version` the conversation's when the answer was held back.
"""
