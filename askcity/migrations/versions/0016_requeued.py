"""The queue: since when a conversation waits that was put back after somebody had served it."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("tickets", sa.Column("requeued_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("tickets", "requeued_at")
