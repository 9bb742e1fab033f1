"""LINE: the month's pushes are counted without looking at all deliveries."""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_index("ix_line_deliveries_way_updated_at", "line_deliveries", ["way", "updated_at"])


def downgrade() -> None:
    op.drop_index("ix_line_deliveries_way_updated_at", "line_deliveries")
