"""The handoffs of conversations: who waits, who is offered what, how it ended."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, text

from askcity.database import metadata
from handoff.tables.columns import UtcDateTime, agent, of_a_conversation

tickets = Table(
    "tickets",
    metadata,
    of_a_conversation(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("reason", String(24), nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("language", String(35), nullable=False),
    Column("agency", String(128)),
    Column("team", String(64)),
    Column("queued_at", UtcDateTime, nullable=False),
    Column("requeued_at", UtcDateTime),
    Column("reminded_at", UtcDateTime),
    agent("offered_to"),
    Column("offered_at", UtcDateTime),
    agent(),
    Column("claimed_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("ended", String(24)),
    Column("outcome", String(16)),
    Index(
        "uq_tickets_open",
        "conversation_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index(None, "ended_at"),
    Index(None, "claimed_at"),
)
"""One row for each handoff of a conversation, `number` being the conversation's version when it began; open until it
ends: at most one open row a conversation, waiting while `claimed_at` is null. `queued_at` gives the place in the line, which who was served
already keeps; `requeued_at` is when they began to wait anew, or went from one agent to another."""
