"""The end of a run: duplicates settled, missing pages noticed, counts added up."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from crawler.page import DropReason, PageState
from crawler.report import Outcome, SiteReport, site_report
from crawler.tables import frontier, pages, runs, site_crawls, too_heavy

MISSES = 2
"""Complete crawls without a page after which it is gone."""

LEFT_ALONE = timedelta(days=30)
"""How long an address is not asked for again whose response was too heavy."""

HEAVY = (DropReason.TOO_LARGE, DropReason.BOMB)

PAGE_OUTCOMES = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)


def finish(engine: Engine, run: int, complete: Mapping[str, bool]) -> tuple[SiteReport, ...]:
    """Settle a run that came to its end; `complete` tells by site whether everything could be looked at."""
    with engine.begin() as connection:
        reports = []
        for site, whole in complete.items():
            _settle_duplicates(connection, run, site)
            if whole:
                _count_misses(connection, run, site)
            _note_heavy(connection, run, site)
            reports.append(_report(connection, run, site, complete=whole))
        _remember(connection, reports)
        connection.execute(update(runs).where(runs.c.id == run).values(finished_at=datetime.now(UTC)))
        connection.execute(delete(frontier).where(frontier.c.run == run))
    return tuple(reports)


def interim(engine: Engine, run: int, sites: Iterable[str]) -> tuple[SiteReport, ...]:
    """The counts so far of a run that was cut short."""
    with engine.connect() as connection:
        return tuple(_report(connection, run, site, complete=False) for site in sites)


def _settle_duplicates(connection: Connection, run: int, site: str) -> None:
    """Of live pages with the same digest one stays, in every crawl the same one.

    It is the one that pages of the group call canonical, else one without parameters, else the shortest address.
    """
    live = (pages.c.site == site) & (pages.c.state == PageState.LIVE.value)
    shared = select(pages.c.digest).where(live).group_by(pages.c.digest).having(func.count() > 1)
    columns = (pages.c.url, pages.c.digest, pages.c.canonical_url)
    groups: dict[str, list[Any]] = {}
    for row in connection.execute(select(*columns).where(live, pages.c.digest.in_(shared))):
        groups.setdefault(row.digest, []).append(row)
    connection.execute(update(pages).where(live).values(duplicate_of=None))
    for group in groups.values():
        preferred = {row.canonical_url for row in group}
        kept, *others = sorted(
            (row.url for row in group), key=lambda url: (url not in preferred, "?" in url, len(url), url)
        )
        connection.execute(update(pages).where(pages.c.url.in_(others)).values(duplicate_of=kept))
        settled = (frontier.c.run == run) & frontier.c.url.in_(others) & frontier.c.outcome.in_(PAGE_OUTCOMES)
        connection.execute(update(frontier).where(settled).values(outcome=DropReason.DUPLICATE.value))


def _count_misses(connection: Connection, run: int, site: str) -> None:
    """Live pages that this run did not come across: one more miss, and gone at the second."""
    seen = select(frontier.c.url).where(frontier.c.run == run, frontier.c.site == site)
    live = (pages.c.site == site) & (pages.c.state == PageState.LIVE.value)
    missing = live & pages.c.url.not_in(seen)
    connection.execute(update(pages).where(live, pages.c.url.in_(seen)).values(misses=0))
    connection.execute(update(pages).where(missing).values(misses=pages.c.misses + 1))
    lost = connection.scalars(select(pages.c.url).where(missing, pages.c.misses >= MISSES)).all()
    connection.execute(
        update(pages).where(pages.c.url.in_(lost)).values(state=PageState.GONE.value, gone_because="missing")
    )
    if lost:
        connection.execute(insert(frontier), [_gone_row(run, site, url) for url in lost])


def _note_heavy(connection: Connection, run: int, site: str) -> None:
    """Remember what was too heavy from when it was fetched last, not from when it was left alone."""
    now = datetime.now(UTC)
    own = too_heavy.c.site == site
    connection.execute(delete(too_heavy).where(own, too_heavy.c.found_at < now - LEFT_ALONE))
    known = select(too_heavy.c.url).where(own)
    found = select(frontier.c.url, frontier.c.outcome).where(
        frontier.c.run == run,
        frontier.c.site == site,
        frontier.c.outcome.in_(HEAVY),
        frontier.c.url.not_in(known),
    )
    rows = [
        {"url": url, "site": site, "reason": why, "found_at": now} for url, why in connection.execute(found)
    ]
    if rows:
        connection.execute(insert(too_heavy), rows)


def _gone_row(run: int, site: str, url: str) -> dict[str, Any]:
    fixed = {"depth": 0, "hops": 0, "role": "page", "label": "", "done": True, "bytes": 0}
    return {"run": run, "site": site, "url": url, "outcome": Outcome.GONE.value, **fixed}


def _report(connection: Connection, run: int, site: str, *, complete: bool) -> SiteReport:
    query = (
        select(frontier.c.outcome, func.count(), func.sum(frontier.c.bytes))
        .where(frontier.c.run == run, frontier.c.site == site, frontier.c.done)
        .group_by(frontier.c.outcome)
    )
    rows = connection.execute(query).all()
    return site_report(
        site, [(str(outcome), int(n), int(size or 0)) for outcome, n, size in rows], complete=complete
    )


def _remember(connection: Connection, reports: Iterable[SiteReport]) -> None:
    now = datetime.now(UTC)
    for report in reports:
        connection.execute(delete(site_crawls).where(site_crawls.c.site == report.site))
        row = {
            "site": report.site,
            "crawled_at": now,
            "complete": report.complete,
            "report": report.as_dict(),
        }
        connection.execute(insert(site_crawls), row)
