"""The tables of the crawler: pages, runs, and the frontier of a run that is not over."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from askcity.database import metadata

pages = Table(
    "pages",
    metadata,
    Column("url", String(2048), primary_key=True),
    Column("site", String(64), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("breadcrumb", JSON, nullable=False),
    Column("markdown", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("signature", String(32), nullable=False),
    Column("canonical_url", String(2048)),
    Column("updated_on", Date),
    Column("valid_from", Date),
    Column("valid_until", Date),
    Column("contact", Text, nullable=False),
    Column("attachments", JSON, nullable=False),
    Column("links", LargeBinary, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("state", String(8), nullable=False),
    Column("gone_because", String(32)),
    Column("duplicate_of", String(2048)),
    Column("misses", Integer, nullable=False),
    Column("first_seen_at", DateTime(timezone=True), nullable=False),
    Column("fetched_at", DateTime(timezone=True), nullable=False),
    Column("checked_at", DateTime(timezone=True), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
)
"""`links` is zlib-compressed JSON of [address, text]; `signature` is the digest of the text without link addresses."""

runs = Table(
    "crawl_runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sites", Text, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("finished_at", DateTime(timezone=True)),
)

frontier = Table(
    "frontier",
    metadata,
    Column("run", Integer, ForeignKey("crawl_runs.id", ondelete="CASCADE"), primary_key=True),
    Column("url", String(2048), primary_key=True),
    Column("site", String(64), nullable=False),
    Column("depth", Integer, nullable=False),
    Column("hops", Integer, nullable=False),
    Column("role", String(8), nullable=False),
    Column("label", Text, nullable=False),
    Column("done", Boolean, nullable=False),
    Column("outcome", String(32)),
    Column("bytes", Integer, nullable=False),
    Index("ix_frontier_run_done", "run", "done"),
)

too_heavy = Table(
    "too_heavy",
    metadata,
    Column("url", String(2048), primary_key=True),
    Column("site", String(64), nullable=False, index=True),
    Column("reason", String(32), nullable=False),
    Column("found_at", DateTime(timezone=True), nullable=False),
)
"""Addresses whose responses were cut off for their size; they are left alone for a while."""

site_crawls = Table(
    "site_crawls",
    metadata,
    Column("site", String(64), primary_key=True),
    Column("crawled_at", DateTime(timezone=True), nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("report", JSON, nullable=False),
)
"""The last finished crawl of each site with its counts, for `askcity status`."""
