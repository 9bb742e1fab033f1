"""The table of the links between web conversations and LINE."""

from sqlalchemy import Column, String, Table

from askcity.database import metadata
from handoff.tables.columns import UtcDateTime, of_a_conversation

links = Table(
    "line_links",
    metadata,
    of_a_conversation(primary_key=True),
    Column("state", String(8), nullable=False),
    Column("code_digest", String(64), unique=True),
    Column("until", UtcDateTime, nullable=False),
    Column("subject", String(160)),
    Column("recipient", String(64)),
    Column("name", String(64), nullable=False),
)
"""At most one link a conversation. `code_digest` is null once the link stands; `until` is how long the next step may take."""
