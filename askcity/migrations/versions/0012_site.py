"""The site on which a conversation was opened."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("conversations", sa.Column("site", sa.String(64)))


def downgrade() -> None:
    op.drop_column("conversations", "site")
