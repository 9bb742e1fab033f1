"""Links between web conversations and LINE."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "line_links",
        sa.Column(
            "conversation_id",
            sa.String(32),
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("code_digest", sa.String(64), unique=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.String(160)),
        sa.Column("recipient", sa.String(64)),
        sa.Column("name", sa.String(64), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("line_links")
