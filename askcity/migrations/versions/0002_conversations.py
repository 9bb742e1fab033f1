"""Conversations, their events, the questions that wait for an answer, and feedback."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def _place() -> tuple[sa.Column[str], sa.Column[int]]:
    return (
        sa.Column("conversation_id", sa.String(32), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    )


def _time(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _of_an_event() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["conversation_id", "seq"], ["events.conversation_id", "events.seq"], ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("token_digest", sa.LargeBinary(32), nullable=False),
        sa.Column("locale", sa.String(35), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("last_seq", sa.Integer, nullable=False),
        _time("created_at"),
        _time("updated_at"),
    )
    op.create_table(
        "events",
        *_place(),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("author", sa.String(8), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("client_id", sa.String(64)),
        _time("created_at"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], ondelete="CASCADE"),
        sa.UniqueConstraint("conversation_id", "client_id"),
    )
    op.create_table("questions", *_place(), _time("asked_at"), _of_an_event())
    op.create_index(None, "questions", ["asked_at"])
    op.create_table(
        "feedback",
        *_place(),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        _time("created_at"),
        _of_an_event(),
    )


def downgrade() -> None:
    for table in ("feedback", "questions", "events", "conversations"):
        op.drop_table(table)
