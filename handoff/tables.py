"""The tables of conversations."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from askcity.database import metadata


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time in UTC, on databases that forget time zones too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _place() -> tuple[Column[str], Column[int]]:
    """The columns that name an entry of a log."""
    return (
        Column("conversation_id", String(32), primary_key=True),
        Column("seq", Integer, primary_key=True, autoincrement=False),
    )


def _of_an_event() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["conversation_id", "seq"], ["events.conversation_id", "events.seq"], ondelete="CASCADE"
    )


conversations = Table(
    "conversations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("token_digest", LargeBinary(32), nullable=False),
    Column("locale", String(35), nullable=False),
    Column("state", String(8), nullable=False),
    Column("version", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

events = Table(
    "events",
    metadata,
    *_place(),
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
    *_place(),
    Column("asked_at", UtcDateTime, nullable=False),
    _of_an_event(),
    Index(None, "asked_at"),
)
"""Citizens' messages that the bot owes an answer: written and taken away together with the messages themselves."""

feedback = Table(
    "feedback",
    metadata,
    *_place(),
    Column("helpful", Boolean, nullable=False),
    Column("comment", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    _of_an_event(),
)
