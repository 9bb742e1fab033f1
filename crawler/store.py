"""The page store: every page that the crawler knows, its text included, so that the index can be built offline."""

import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, Integer, RowMapping, func, select

from crawler.page import Link, Page, PageKind, PageState
from crawler.tables import pages, site_crawls

BATCH = 500
TEXT_COLUMNS = [column for column in pages.columns if column.name != "links"]


@dataclass(frozen=True, slots=True)
class SiteStatus:
    """What is stored of a site: live pages by kind, tombstones, and its last finished crawl."""

    site: str
    pages: int
    gone: int
    crawled_at: datetime | None
    complete: bool
    report: dict[str, Any]


class PageStore:
    """Reads stored pages; the crawler writes them through `crawler.frontier`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(sqlite_begin="DEFERRED")

    def live_pages(self) -> Iterator[Page]:
        """All pages that may be indexed, in the order of their addresses, a batch in memory at a time."""
        last = ""
        while batch := self._batch(last):
            yield from map(_page, batch)
            last = batch[-1]["url"]

    def pages(self, site: str | None = None, url: str | None = None) -> Iterator[Page]:
        """All stored pages, tombstones included, of one site or one address."""
        query = select(*TEXT_COLUMNS).where(pages.c.duplicate_of.is_(None)).order_by(pages.c.url)
        query = query.where(pages.c.site == site) if site is not None else query
        query = query.where(pages.c.url == url) if url is not None else query
        with self._engine.connect() as connection:
            for row in connection.execution_options(yield_per=BATCH).execute(query).mappings():
                yield _page(row)

    def page(self, url: str) -> Page | None:
        """The page stored at an address, a tombstone or one that repeats another page included."""
        with self._engine.connect() as connection:
            row = connection.execute(select(*TEXT_COLUMNS).where(pages.c.url == url)).mappings().first()
        return _page(row) if row is not None else None

    def snapshot_digest(self) -> str:
        """A digest that changes whenever a live page is added, changed or removed."""
        digest = hashlib.sha256()
        query = select(pages.c.url, pages.c.digest, pages.c.valid_until).where(*_live()).order_by(pages.c.url)
        with self._engine.connect() as connection:
            for row in connection.execution_options(yield_per=BATCH).execute(query):
                digest.update(f"{row.url}\x1f{row.digest}\x1f{row.valid_until}\x1e".encode())
        return digest.hexdigest()

    def statuses(self) -> list[SiteStatus]:
        """What is stored of each site that was ever crawled."""
        live = func.sum((pages.c.state == PageState.LIVE).cast(Integer))
        counts = (
            select(pages.c.site, live, func.count())
            .where(pages.c.duplicate_of.is_(None))
            .group_by(pages.c.site)
        )
        with self._engine.connect() as connection:
            stored = {site: (int(alive), int(total)) for site, alive, total in connection.execute(counts)}
            crawled = {row["site"]: row for row in connection.execute(select(site_crawls)).mappings()}
        return [
            _status(site, stored.get(site, (0, 0)), crawled.get(site)) for site in sorted(stored | crawled)
        ]

    def _batch(self, after: str) -> Sequence[RowMapping]:
        query = select(*TEXT_COLUMNS).where(*_live(), pages.c.url > after).order_by(pages.c.url).limit(BATCH)
        with self._engine.connect() as connection:
            return connection.execute(query).mappings().all()


def _live() -> tuple[Any, ...]:
    return pages.c.state == PageState.LIVE.value, pages.c.duplicate_of.is_(None)


def _status(site: str, counts: tuple[int, int], crawled: RowMapping | None) -> SiteStatus:
    live, total = counts
    if crawled is None:
        return SiteStatus(site, live, total - live, None, False, {})
    return SiteStatus(
        site, live, total - live, aware(crawled["crawled_at"]), crawled["complete"], crawled["report"]
    )


def page_digest(title: str, markdown: str) -> str:
    """SHA-256 (hex) of a page's title and text."""
    return hashlib.sha256(f"{title}\x1f{markdown}".encode()).hexdigest()


def pack_links(links: Sequence[Link]) -> bytes:
    """Links as they are stored."""
    return zlib.compress(
        json.dumps([(link.url, link.text) for link in links], ensure_ascii=False).encode(), 1
    )


def unpack_links(stored: bytes) -> tuple[Link, ...]:
    """Links as they were before `pack_links`."""
    return tuple(Link(url, text) for url, text in json.loads(zlib.decompress(stored)))


def aware(moment: datetime) -> datetime:
    """A time in UTC; SQLite forgets the zone."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _page(row: RowMapping) -> Page:
    return Page(
        url=row["url"],
        site=row["site"],
        title=row["title"],
        agency=row["agency"],
        kind=PageKind(row["kind"]),
        markdown=row["markdown"],
        digest=row["digest"],
        fetched_at=aware(row["fetched_at"]),
        breadcrumb=tuple(row["breadcrumb"]),
        updated_on=row["updated_on"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        contact=row["contact"],
        attachments=tuple(Link(url, text) for url, text in row["attachments"]),
        state=PageState(row["state"]),
    )
