"""Pages, crawl runs, the frontier, and each site's last crawl."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "pages",
        sa.Column("url", sa.String(2048), primary_key=True),
        sa.Column("site", sa.String(64), nullable=False, index=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("agency", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("breadcrumb", sa.JSON, nullable=False),
        sa.Column("markdown", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("signature", sa.String(32), nullable=False),
        sa.Column("canonical_url", sa.String(2048)),
        sa.Column("updated_on", sa.Date),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_until", sa.Date),
        sa.Column("contact", sa.Text, nullable=False),
        sa.Column("attachments", sa.JSON, nullable=False),
        sa.Column("links", sa.LargeBinary, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("gone_because", sa.String(32)),
        sa.Column("duplicate_of", sa.String(2048)),
        sa.Column("misses", sa.Integer, nullable=False),
        _time("first_seen_at"),
        _time("fetched_at"),
        _time("checked_at"),
        _time("changed_at"),
    )
    op.create_table(
        "crawl_runs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("sites", sa.Text, nullable=False),
        _time("started_at"),
        _time("finished_at", nullable=True),
    )
    op.create_table(
        "frontier",
        sa.Column("run", sa.Integer, sa.ForeignKey("crawl_runs.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("url", sa.String(2048), primary_key=True),
        sa.Column("site", sa.String(64), nullable=False),
        sa.Column("depth", sa.Integer, nullable=False),
        sa.Column("hops", sa.Integer, nullable=False),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.Column("outcome", sa.String(32)),
        sa.Column("bytes", sa.Integer, nullable=False),
    )
    op.create_index("ix_frontier_run_done", "frontier", ["run", "done"])
    op.create_table(
        "site_crawls",
        sa.Column("site", sa.String(64), primary_key=True),
        _time("crawled_at"),
        sa.Column("complete", sa.Boolean, nullable=False),
        sa.Column("report", sa.JSON, nullable=False),
    )


def downgrade() -> None:
    for name in ("site_crawls", "frontier", "crawl_runs", "pages"):
        op.drop_table(name)
