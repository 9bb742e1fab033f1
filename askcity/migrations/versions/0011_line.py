"""LINE: what came in, whose conversation is whose, what became of each message."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def _time(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "line_inbox",
        sa.Column("event_id", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("message_id", sa.String(64)),
        sa.Column("document", sa.JSON),
        _time("happened_at"),
        _time("received_at"),
        _time("due_at", nullable=True),
        sa.Column("outcome", sa.String(16)),
    )
    op.create_index("ix_line_inbox_due_at", "line_inbox", ["due_at"])
    op.create_index("ix_line_inbox_message_id", "line_inbox", ["message_id"])
    op.create_table(
        "line_chats",
        sa.Column(
            "conversation_id",
            sa.String(32),
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("subject", sa.String(160), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("recipient", sa.String(64), nullable=False),
        sa.Column("planned_seq", sa.Integer, nullable=False),
        sa.Column("reply_token", sa.String(128)),
        _time("reply_until", nullable=True),
        sa.Column("reachable", sa.Boolean, nullable=False),
        sa.UniqueConstraint("subject", "number"),
    )
    _create_deliveries()


def _create_deliveries() -> None:
    op.create_table(
        "line_deliveries",
        sa.Column("conversation_id", sa.String(32), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("batch", sa.String(36), nullable=False),
        sa.Column("way", sa.String(8), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        _time("due_at", nullable=True),
        sa.Column("error", sa.String(64), nullable=False),
        _time("updated_at"),
        sa.ForeignKeyConstraint(
            ["conversation_id", "seq"], ["events.conversation_id", "events.seq"], ondelete="CASCADE"
        ),
    )
    op.create_index("ix_line_deliveries_due_at", "line_deliveries", ["due_at"])
    op.create_index("ix_line_deliveries_batch", "line_deliveries", ["batch"])


def downgrade() -> None:
    op.drop_table("line_deliveries")
    op.drop_table("line_chats")
    op.drop_table("line_inbox")
