"""The cases, what is noted of them, and the reports that are to be delivered to others."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from askcity.database import metadata
from handoff.tables.columns import UtcDateTime, agent, of_a_conversation

cases = Table(
    "cases",
    metadata,
    Column("number", String(16), primary_key=True),
    of_a_conversation(),
    Column("client_id", String(64), nullable=False),
    Column("state", String(8), nullable=False),
    Column("reason", String(24), nullable=False),
    Column("text", Text, nullable=False),
    Column("name", String(64), nullable=False),
    Column("contact", String(128), nullable=False),
    Column("check_code", String(8), nullable=False),
    Column("failures", Integer, nullable=False),
    Column("failed_at", UtcDateTime),
    Column("report_kind", String(16)),
    Column("what", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("since", String(64), nullable=False),
    Column("danger", Boolean, nullable=False),
    agent(),
    Column("outcome", String(16)),
    Column("answer", Text, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    UniqueConstraint("conversation_id", "client_id"),
    Index(None, "state", "due_at"),
)
"""`report_kind` is null for messages. The only place where contact details are kept."""


def _of_a_case() -> Column[str]:
    owner = ForeignKey("cases.number", ondelete="CASCADE")
    return Column("case_number", String(16), owner, nullable=False)


case_notes = Table(
    "case_notes",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_a_case(),
    agent(nullable=False),
    Column("text", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index(None, "case_number"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    _of_a_case(),
    Column("attempts", Integer, nullable=False),
    Column("next_at", UtcDateTime),
    Column("delivered_at", UtcDateTime),
    Column("last_error", String(64), nullable=False),
    Index(None, "next_at"),
)
"""Reports on their way to the webhook; written with the case. `next_at` is null where it arrived or was given up."""
