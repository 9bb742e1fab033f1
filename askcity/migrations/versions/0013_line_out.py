"""LINE: bounded attempts, what waits for a tap, forms, the quota."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("line_inbox", sa.Column("attempts", sa.Integer, nullable=False, server_default="0"))
    op.create_index("ix_line_inbox_received_at", "line_inbox", ["received_at"])
    op.add_column("line_chats", sa.Column("tap_until", sa.DateTime(timezone=True)))
    op.add_column("line_chats", sa.Column("form", sa.JSON))
    op.create_index("ix_line_deliveries_status", "line_deliveries", ["status"])
    op.create_table(
        "line_quota",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("most", sa.Integer),
        sa.Column("used", sa.Integer, nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("line_quota")
    op.drop_index("ix_line_deliveries_status", "line_deliveries")
    op.drop_column("line_chats", "form")
    op.drop_column("line_chats", "tap_until")
    op.drop_index("ix_line_inbox_received_at", "line_inbox")
    op.drop_column("line_inbox", "attempts")
