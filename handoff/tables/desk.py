"""What agents keep beside a conversation; citizens never see it."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from askcity.database import metadata
from handoff.tables.columns import UtcDateTime, agent, of_a_conversation

notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True),
    of_a_conversation(),
    agent(nullable=False),
    agent("addressee"),
    Column("text", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index(None, "conversation_id"),
)
"""Private notes; one with an addressee is a supervisor's whisper."""

tags = Table(
    "tags",
    metadata,
    of_a_conversation(primary_key=True),
    Column("tag", String(32), primary_key=True),
)

marks = Table(
    "marks",
    metadata,
    of_a_conversation(primary_key=True),
    Column("side", String(8), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
"""How far each side, citizen and agent, has read."""

previews = Table(
    "previews",
    metadata,
    of_a_conversation(primary_key=True),
    Column("text", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
"""What a citizen is typing, for the agent who has the word; gone with the message."""

canned = Table(
    "canned_replies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("shortcut", String(32), nullable=False),
    Column("title", String(64), nullable=False),
    Column("text", Text, nullable=False),
    agent("owner"),
)
"""Replies to insert; without an owner everybody's."""

satisfaction = Table(
    "satisfaction",
    metadata,
    of_a_conversation(primary_key=True),
    Column("score", Integer, nullable=False),
    Column("comment", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
"""What citizens thought of being served, from 1 to 5."""
