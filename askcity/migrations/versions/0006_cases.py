"""Cases, their notes, and the deliveries of reports."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _long(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _case() -> sa.Column[str]:
    owner = sa.ForeignKey("cases.number", ondelete="CASCADE")
    return sa.Column("case_number", sa.String(16), owner, nullable=False)


def upgrade() -> None:
    conversation = sa.ForeignKey("conversations.id", ondelete="CASCADE")
    op.create_table(
        "cases",
        sa.Column("number", sa.String(16), primary_key=True),
        sa.Column("conversation_id", sa.String(32), conversation, nullable=False),
        _text("client_id", 64),
        _text("state", 8),
        _text("reason", 24),
        _long("text"),
        _text("name", 64),
        _text("contact", 128),
        _text("check_code", 8),
        sa.Column("failures", sa.Integer, nullable=False),
        _time("failed_at", nullable=True),
        _text("report_kind", 16, nullable=True),
        _long("what"),
        _long("place"),
        _text("since", 64),
        sa.Column("danger", sa.Boolean, nullable=False),
        _text("agent", 64, nullable=True),
        _text("outcome", 16, nullable=True),
        _long("answer"),
        _time("due_at"),
        _time("created_at"),
        _time("updated_at"),
        sa.UniqueConstraint("conversation_id", "client_id"),
    )
    op.create_index("ix_cases_state_due_at", "cases", ["state", "due_at"])
    op.create_table(
        "case_notes",
        sa.Column("id", sa.Integer, primary_key=True),
        _case(),
        _text("agent", 64),
        _long("text"),
        _time("created_at"),
    )
    op.create_index("ix_case_notes_case_number", "case_notes", ["case_number"])
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer, primary_key=True),
        _case(),
        sa.Column("attempts", sa.Integer, nullable=False),
        _time("next_at", nullable=True),
        _time("delivered_at", nullable=True),
        _text("last_error", 64),
    )
    op.create_index("ix_deliveries_next_at", "deliveries", ["next_at"])


def downgrade() -> None:
    for table in ("deliveries", "case_notes", "cases"):
        op.drop_table(table)
