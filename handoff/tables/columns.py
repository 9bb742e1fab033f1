"""Column types and columns that several tables share."""

from datetime import UTC, datetime

from sqlalchemy import (
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    String,
    TypeDecorator,
)


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


def place() -> tuple[Column[str], Column[int]]:
    """The columns that name an entry of a log."""
    return (
        Column("conversation_id", String(32), primary_key=True),
        Column("seq", Integer, primary_key=True, autoincrement=False),
    )


def of_an_event() -> ForeignKeyConstraint:
    """A row that goes with its entry of the log."""
    return ForeignKeyConstraint(
        ["conversation_id", "seq"], ["events.conversation_id", "events.seq"], ondelete="CASCADE"
    )


def of_a_conversation(*, primary_key: bool = False) -> Column[str]:
    """A column that names a conversation; the row goes with it."""
    owner = ForeignKey("conversations.id", ondelete="CASCADE")
    return Column("conversation_id", String(32), owner, primary_key=primary_key, nullable=False)


def agent(name: str = "agent", *, nullable: bool = True) -> Column[str]:
    """A column that names an agent; agents are disabled, never deleted, and erased conversations keep none."""
    return Column(name, String(64), nullable=nullable)
