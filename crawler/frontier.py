"""The frontier of a run: what is to be fetched and what became of it, kept with the pages so that a kill loses nothing."""

import queue
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, case, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from crawler.page import DropReason, Link
from crawler.store import unpack_links
from crawler.tables import frontier, pages, runs, too_heavy

LARGEST_BATCH = 200
OLDEST_RUN = timedelta(hours=24)
"""An unfinished run older than this is not resumed: what it fetched is stale."""


@dataclass(frozen=True, slots=True)
class Target:
    """One address of a run. `hops` counts redirects, `label` is the text of the link, `role` page or sitemap."""

    url: str
    site: str
    depth: int = 0
    hops: int = 0
    role: str = "page"
    label: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of a page before it is fetched again."""

    digest: str
    signature: str
    etag: str | None
    last_modified: str | None
    live: bool


@dataclass(frozen=True, slots=True)
class Record:
    """What became of one target: its outcome, the page row where it is a page, the targets found on it."""

    target: Target
    outcome: str | None
    bytes: int = 0
    page: Mapping[str, Any] | None = None
    found: tuple[Target, ...] = ()
    dropped: tuple[tuple[Target, str], ...] = ()
    page_update: Mapping[str, Any] = field(default_factory=dict)


class Frontier:
    """One run in the database. Reading happens before the crawl, writing in one thread of its own."""

    def __init__(self, engine: Engine, run: int, resumed: bool) -> None:
        self._engine, self.run, self.resumed = engine, run, resumed
        self._queue: queue.SimpleQueue[Record | Future[None] | None] = queue.SimpleQueue()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._write_all, name="frontier-writer")
        self._thread.start()

    @classmethod
    def open(cls, engine: Engine, sites: Iterable[str], *, fresh: bool) -> "Frontier":
        """The unfinished run of just these sites, or a new one."""
        key = " ".join(sorted(sites))
        with engine.begin() as connection:
            unfinished = (runs.c.sites == key) & runs.c.finished_at.is_(None)
            youngest = datetime.now(UTC) - OLDEST_RUN
            query = (
                select(runs.c.id).where(unfinished, runs.c.started_at > youngest).order_by(runs.c.id.desc())
            )
            run = None if fresh else connection.execute(query).scalar()
            if run is not None:
                return cls(engine, run, resumed=True)
            _forget(connection, connection.scalars(select(runs.c.id).where(unfinished)).all())
            values = {"sites": key, "started_at": datetime.now(UTC)}
            (run,) = connection.execute(insert(runs).values(values)).inserted_primary_key or (0,)
        return cls(engine, run, resumed=False)

    def targets(self) -> list[tuple[Target, bool]]:
        """All targets of the run so far, with whether they are done."""
        columns = (frontier.c[name] for name in ("url", "site", "depth", "hops", "role", "label", "done"))
        with self._engine.connect() as connection:
            rows = connection.execute(select(*columns).where(frontier.c.run == self.run)).all()
        return [(Target(*row[:-1]), row.done) for row in rows]

    def known(self, sites: Sequence[str]) -> dict[str, Known]:
        """What is stored of the pages of these sites, by address."""
        names = ("url", "digest", "signature", "etag", "last_modified", "state")
        query = select(*(pages.c[name] for name in names)).where(pages.c.site.in_(sites))
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return {
            row.url: Known(row.digest, row.signature, row.etag, row.last_modified, row.state == "live")
            for row in rows
        }

    def too_heavy(self, sites: Sequence[str]) -> dict[str, DropReason]:
        """Addresses of these sites that an earlier crawl found too heavy, with what they were."""
        query = select(too_heavy.c.url, too_heavy.c.reason).where(too_heavy.c.site.in_(sites))
        with self._engine.connect() as connection:
            return {url: DropReason(reason) for url, reason in connection.execute(query)}

    def links(self, url: str) -> tuple[Link, ...]:
        """The links of a stored page."""
        with self._engine.connect() as connection:
            stored = connection.execute(select(pages.c.links).where(pages.c.url == url)).scalar()
        return unpack_links(stored) if stored is not None else ()

    def write(self, record: Record) -> None:
        """Have a record written soon; raises what the writer stumbled over."""
        if self._failure is not None:
            raise self._failure
        self._queue.put(record)

    def written(self) -> Future[None]:
        """Done when all that was given to `write` so far is durable; fails with what the writer stumbled over."""
        mark: Future[None] = Future()
        self._queue.put(mark)
        return mark

    def close(self) -> None:
        """Write what is left and stop. Raises what the writer stumbled over."""
        self._queue.put(None)
        self._thread.join()
        if self._failure is not None:
            raise self._failure

    def _write_all(self) -> None:
        ended = False
        while not ended:
            records, marks, ended = self._next_batch()
            try:
                if records and self._failure is None:
                    with self._engine.begin() as connection:
                        self._write(connection, records)
            except BaseException as error:
                self._failure = error
            for mark in marks:
                if not mark.set_running_or_notify_cancel():
                    continue  # the crawl was ended meanwhile
                if self._failure is None:
                    mark.set_result(None)
                else:
                    mark.set_exception(self._failure)

    def _next_batch(self) -> tuple[list[Record], list[Future[None]], bool]:
        """All that waits, at least one: under load commits are shared, otherwise each record is durable at once."""
        records: list[Record] = []
        marks: list[Future[None]] = []
        while (item := self._queue.get()) is not None:
            if isinstance(item, Future):
                marks.append(item)
            else:
                records.append(item)
            if len(records) >= LARGEST_BATCH or self._queue.empty():
                return records, marks, False
        return records, marks, True

    def _write(self, connection: Connection, batch: Sequence[Record]) -> None:
        targets = {target.url: self._row(target, done=False) for record in batch for target in record.found}
        done: dict[str, dict[str, Any]] = {}
        for record in batch:
            for target, reason in record.dropped:
                done[target.url] = self._row(target, done=True, outcome=reason)
            if record.outcome is not None:
                row = self._row(record.target, done=True, outcome=record.outcome, nbytes=record.bytes)
                done[record.target.url] = row
        waiting = [row for url, row in targets.items() if url not in done]
        if waiting:
            connection.execute(_insert(connection)(frontier).on_conflict_do_nothing(), waiting)
        if done:
            connection.execute(
                _upsert(connection, frontier, ("run", "url"), ("done", "outcome", "bytes")),
                list(done.values()),
            )
        stored = {record.page["url"]: dict(record.page) for record in batch if record.page is not None}
        if stored:
            connection.execute(_upsert_page(connection), list(stored.values()))
        for record in batch:
            if record.page_update:
                connection.execute(
                    update(pages).where(pages.c.url == record.target.url), dict(record.page_update)
                )

    def _row(
        self, target: Target, *, done: bool, outcome: str | None = None, nbytes: int = 0
    ) -> dict[str, Any]:
        return {
            "run": self.run,
            "url": target.url,
            "site": target.site,
            "depth": target.depth,
            "hops": target.hops,
            "role": target.role,
            "label": target.label,
            "done": done,
            "outcome": outcome,
            "bytes": nbytes,
        }


def _forget(connection: Connection, ids: Sequence[int]) -> None:
    connection.execute(delete(frontier).where(frontier.c.run.in_(ids)))
    connection.execute(delete(runs).where(runs.c.id.in_(ids)))


def _insert(connection: Connection) -> Callable[..., Any]:
    return postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert


def _upsert_page(connection: Connection) -> Any:
    """Replace a page's row, but for when it was first seen and, where its text is the same, when it changed."""
    names = [column.name for column in pages.columns if column.name not in ("url", "first_seen_at")]
    statement = _insert(connection)(pages)
    new = {name: statement.excluded[name] for name in names}
    same = pages.c.digest == statement.excluded.digest
    new["changed_at"] = case((same, pages.c.changed_at), else_=statement.excluded.changed_at)
    return statement.on_conflict_do_update(index_elements=["url"], set_=new)


def _upsert(connection: Connection, table: Any, keys: Sequence[str], names: Sequence[str]) -> Any:
    statement = _insert(connection)(table)
    return statement.on_conflict_do_update(
        index_elements=list(keys), set_={name: statement.excluded[name] for name in names}
    )
