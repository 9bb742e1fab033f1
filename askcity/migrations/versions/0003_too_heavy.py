"""Addresses whose responses are too heavy to be fetched again and again."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "too_heavy",
        sa.Column("url", sa.String(2048), primary_key=True),
        sa.Column("site", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_too_heavy_site", "too_heavy", ["site"])


def downgrade() -> None:
    op.drop_table("too_heavy")
