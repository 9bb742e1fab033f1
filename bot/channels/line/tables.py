"""The tables of the LINE channel."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, String, Table, UniqueConstraint

from askcity.database import metadata
from handoff.tables.columns import UtcDateTime, of_a_conversation, of_an_event, place

inbox = Table(
    "line_inbox",
    metadata,
    Column("event_id", String(64), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("message_id", String(64)),
    Column("document", JSON),
    Column("happened_at", UtcDateTime, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("outcome", String(16)),
    Index(None, "due_at"),
    Index(None, "message_id"),
    Index(None, "received_at"),
)
"""What LINE told us, once for each `webhookEventId`. `document` and `due_at` are null once it has been handled, so that
a citizen's words, with whatever personal data, stay here for moments only."""

chats = Table(
    "line_chats",
    metadata,
    of_a_conversation(primary_key=True),
    Column("subject", String(160), nullable=False),
    Column("number", Integer, nullable=False),
    Column("recipient", String(64), nullable=False),
    Column("planned_seq", Integer, nullable=False),
    Column("reply_token", String(128)),
    Column("reply_until", UtcDateTime),
    Column("reachable", Boolean, nullable=False),
    Column("tap_until", UtcDateTime),
    Column("form", JSON(none_as_null=True)),
    UniqueConstraint("subject", "number"),
)
"""Which conversation belongs to which user of LINE (in a group: to which member); the highest `number` is the latest.

`planned_seq` says how far the log has been turned into deliveries. Until `tap_until` what is to be said waits for the
citizen's tap, which brings a new reply token. `form` is what has been filled in of a message or a report.
"""

deliveries = Table(
    "line_deliveries",
    metadata,
    *place(),
    Column("batch", String(36), nullable=False),
    Column("way", String(8), nullable=False),
    Column("status", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", UtcDateTime),
    Column("error", String(64), nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    of_an_event(),
    Index(None, "due_at"),
    Index(None, "batch"),
    Index(None, "status"),
    Index(None, "way", "updated_at"),
)
"""What became of each message; messages of one call share a `batch`, which is the retry key of a push."""

quota = Table(
    "line_quota",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("most", Integer),
    Column("used", Integer, nullable=False),
    Column("read_at", UtcDateTime, nullable=False),
)
"""What LINE said last of the month's messages, in one row; `most` is null where the plan has no limit."""
