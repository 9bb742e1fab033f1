"""Warrants: what answers rely on."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "warrants",
        sa.Column("conversation_id", sa.String(32), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("url", sa.String(2048), nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("page_digest", sa.String(128), nullable=False),
        sa.Column("fetched_at", sa.String(64), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id", "seq"], ["events.conversation_id", "events.seq"], ondelete="CASCADE"
        ),
    )
    op.create_index("ix_warrants_url", "warrants", ["url"])
    op.create_table(
        "warrants_read",
        sa.Column(
            "conversation_id",
            sa.String(32),
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("seq", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("warrants_read")
    op.drop_table("warrants")
