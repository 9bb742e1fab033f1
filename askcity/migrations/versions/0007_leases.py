"""Which of several processes answers a question."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("questions", sa.Column("leased_to", sa.String(32)))
    op.add_column("questions", sa.Column("leased_until", sa.DateTime(timezone=True)))


def downgrade() -> None:
    with op.batch_alter_table("questions") as questions:
        questions.drop_column("leased_until")
        questions.drop_column("leased_to")
