"""What answers rely on, taken from the log: which quote of which page stands behind which answer."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from askcity.database import metadata
from handoff.tables.columns import UtcDateTime, of_a_conversation, of_an_event, place

warrants = Table(
    "warrants",
    metadata,
    *place(),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("url", String(2048), nullable=False),
    Column("quote", Text, nullable=False),
    Column("page_digest", String(128), nullable=False),
    Column("fetched_at", String(64), nullable=False),
    Column("said_at", UtcDateTime, nullable=False),
    of_an_event(),
    Index(None, "url"),
)
"""One row for each citation of a message; `fetched_at` is ISO 8601, as it stands in the log."""

warrants_read = Table(
    "warrants_read",
    metadata,
    of_a_conversation(primary_key=True),
    Column("seq", Integer, nullable=False),
)
"""How far each conversation's log has been read; written together with what was found there."""
