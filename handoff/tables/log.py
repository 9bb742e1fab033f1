"""The conversations and their logs."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from askcity.database import metadata
from handoff.tables.columns import UtcDateTime, agent, of_an_event, place

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("token_digest", LargeBinary(32), nullable=False),
    Column("locale", String(35), nullable=False),
    Column("channel", String(16), nullable=False, server_default="web"),
    Column("site", String(64)),
    Column("state", String(8), nullable=False),
    Column("version", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    agent(),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Index(None, "state", "updated_at"),
    Index(None, "agent"),
)
"""`agent` is who has the word; null unless the state is `human`. `site` is the key of the site on which it was opened."""

events = Table(
    "events",
    metadata,
    *place(),
    Column("kind", String(16), nullable=False),
    Column("author", String(8), nullable=False),
    Column("text", Text, nullable=False),
    Column("details", JSON, nullable=False),
    Column("client_id", String(64)),
    Column("created_at", UtcDateTime, nullable=False),
    ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
    UniqueConstraint("conversation_id", "client_id"),
)

questions = Table(
    "questions",
    metadata,
    *place(),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("leased_to", String(32)),
    Column("leased_until", UtcDateTime),
    of_an_event(),
    Index(None, "asked_at"),
)
"""Citizens' messages that the bot owes an answer: written and taken away together with the messages themselves.

Where several processes answer, one at a time has the lease of a question.
"""

feedback = Table(
    "feedback",
    metadata,
    *place(),
    Column("helpful", Boolean, nullable=False),
    Column("comment", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    of_an_event(),
)
