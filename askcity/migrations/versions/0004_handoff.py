"""The queue, the agents with their presence and audit log, and what they keep beside a conversation."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

OPEN = sa.text("ended_at IS NULL")
TABLES = (
    "tickets",
    "presences",
    "agents",
    "audit",
    "notes",
    "tags",
    "marks",
    "previews",
    "canned_replies",
    "satisfaction",
)


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _conversation(*, primary_key: bool = False) -> sa.Column[str]:
    owner = sa.ForeignKey("conversations.id", ondelete="CASCADE")
    return sa.Column("conversation_id", sa.String(32), owner, primary_key=primary_key, nullable=False)


def upgrade() -> None:
    op.add_column("conversations", sa.Column("channel", sa.String(16), nullable=False, server_default="web"))
    op.add_column("conversations", _text("agent", 64, nullable=True))
    op.create_index("ix_conversations_state_updated_at", "conversations", ["state", "updated_at"])
    op.create_index("ix_conversations_agent", "conversations", ["agent"])
    _queue()
    _agents()
    _desk()


def _queue() -> None:
    op.create_table(
        "tickets",
        _conversation(primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        _text("reason", 24),
        sa.Column("urgent", sa.Boolean, nullable=False),
        _text("language", 35),
        _text("agency", 128, nullable=True),
        _text("team", 64, nullable=True),
        _time("queued_at"),
        _time("reminded_at", nullable=True),
        _text("offered_to", 64, nullable=True),
        _time("offered_at", nullable=True),
        _text("agent", 64, nullable=True),
        _time("claimed_at", nullable=True),
        _time("ended_at", nullable=True),
        _text("ended", 24, nullable=True),
        _text("outcome", 16, nullable=True),
    )
    op.create_index(
        "uq_tickets_open",
        "tickets",
        ["conversation_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_tickets_ended_at", "tickets", ["ended_at"])
    op.create_index("ix_tickets_claimed_at", "tickets", ["claimed_at"])


def _agents() -> None:
    op.create_table(
        "agents",
        sa.Column("name", sa.String(64), primary_key=True),
        _text("display_name", 64),
        _text("role", 16),
        _text("password_hash", 256, nullable=True),
        sa.Column("languages", sa.JSON, nullable=False),
        sa.Column("agencies", sa.JSON, nullable=False),
        _text("team", 64, nullable=True),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        _time("created_at"),
    )
    op.create_table(
        "presences",
        sa.Column("agent", sa.String(64), sa.ForeignKey("agents.name"), primary_key=True),
        _text("status", 8),
        _time("seen_at"),
        _time("offered_at", nullable=True),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        _time("at"),
        _text("agent", 64),
        _text("act", 32),
        _text("conversation_id", 32, nullable=True),
        sa.Column("details", sa.JSON, nullable=False),
    )
    op.create_index("ix_audit_conversation_id", "audit", ["conversation_id"])


def _desk() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer, primary_key=True),
        _conversation(),
        _text("agent", 64),
        _text("addressee", 64, nullable=True),
        sa.Column("text", sa.Text, nullable=False),
        _time("created_at"),
    )
    op.create_index("ix_notes_conversation_id", "notes", ["conversation_id"])
    op.create_table(
        "tags", _conversation(primary_key=True), sa.Column("tag", sa.String(32), primary_key=True)
    )
    op.create_table(
        "marks",
        _conversation(primary_key=True),
        sa.Column("side", sa.String(8), primary_key=True),
        sa.Column("seq", sa.Integer, nullable=False),
        _time("at"),
    )
    op.create_table(
        "previews",
        _conversation(primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        _time("at"),
    )
    op.create_table(
        "canned_replies",
        sa.Column("id", sa.Integer, primary_key=True),
        _text("shortcut", 32),
        _text("title", 64),
        sa.Column("text", sa.Text, nullable=False),
        _text("owner", 64, nullable=True),
    )
    op.create_table(
        "satisfaction",
        _conversation(primary_key=True),
        sa.Column("score", sa.Integer, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        _time("at"),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.drop_index("ix_conversations_agent", "conversations")
    op.drop_index("ix_conversations_state_updated_at", "conversations")
    with op.batch_alter_table("conversations") as conversations:
        conversations.drop_column("agent")
        conversations.drop_column("channel")
