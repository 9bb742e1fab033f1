"""`askcity crawl`, `askcity pages`, `askcity sites check`."""

import sys
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Column, Table

from askcity.commands.output import as_json, print_json, say
from askcity.commands.warrants import answers, doubts
from askcity.database import open_database
from askcity.errors import ConfigurationError
from askcity.logs import configure_logs
from askcity.settings import Settings, load_settings
from crawler.page import Page
from crawler.report import CrawlReport
from crawler.site import Site, load_registry
from crawler.store import PageStore

SitesOption = Annotated[
    str | None, typer.Option("--sites", help="Site registry: a TOML file, or the name of a shipped one.")
]
SiteOption = Annotated[
    list[str] | None, typer.Option("--site", help="Only this site, by key; may be repeated.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


def crawl(
    sites: SitesOption = None,
    site: SiteOption = None,
    json: JsonOption = False,
    fresh: Annotated[bool, typer.Option(help="Forget an unfinished crawl and start over.")] = False,
) -> None:
    """Crawl the sites; only what changed since the last time is transferred."""
    settings = load_settings()
    configure_logs(settings.log_level)
    chosen = chosen_sites(settings, sites, site)
    database = open_database(settings.database)
    before = doubts(database).keys()
    report = run_crawl(chosen, settings, fresh=fresh)
    in_doubt = answers(doubts(database).keys() - before)
    if in_doubt:
        say(f"{in_doubt} past answers are in doubt since this crawl; see `askcity warrants --doubted`")
    if json:
        print_json(report.as_dict())
    else:
        print_summary(report)


def run_crawl(chosen: tuple[Site, ...], settings: Settings, *, fresh: bool = False) -> CrawlReport:
    """Crawl with progress on stderr."""
    from crawler.crawl import CrawlOptions  # noqa: PLC0415  (Scrapy takes a second to import)
    from crawler.crawl import crawl as start_crawl  # noqa: PLC0415
    from crawler.progress import Lines, Terminal  # noqa: PLC0415

    progress = Terminal(chosen) if sys.stderr.isatty() else Lines()
    report = start_crawl(chosen, CrawlOptions(settings, progress, fresh))
    if report.resumed:
        say("resumed the crawl that was interrupted; the counts are those of the whole crawl")
    if not report.finished:
        say("the crawl was interrupted; the next `askcity crawl` goes on from here")
    return report


def chosen_sites(settings: Settings, registry: str | None, keys: list[str] | None) -> tuple[Site, ...]:
    """The sites of the registry, or those named. Raises ConfigurationError."""
    found = load_registry(registry or settings.sites)
    unknown = sorted(set(keys or ()) - {site.key for site in found})
    if unknown:
        raise ConfigurationError(
            f"--site {', '.join(unknown)}: no such site in the registry {registry or settings.sites}"
        )
    return tuple(site for site in found if not keys or site.key in keys)


def print_summary(report: CrawlReport) -> None:
    """The counts by site as a table, and below it what was dropped and why."""
    names = ("new", "changed", "unchanged", "gone", "failed")
    table = Table(Column("site", no_wrap=True), *names, "dropped", "MB", "complete")
    for one in (*report.sites, report.total):
        counts = [str(one.as_dict()[name]) for name in names]
        dropped, size = str(sum(one.dropped.values())), f"{one.bytes / 1e6:.2f}"
        table.add_row(one.site or "total", *counts, dropped, size, "yes" if one.complete else "no")
    console = Console()
    console.print(table)
    console.print(
        "dropped: " + (", ".join(f"{why} {n}" for why, n in report.total.dropped.items()) or "nothing")
    )
    console.print(f"{report.seconds:.1f} s")


def pages(
    site: Annotated[str | None, typer.Option(help="Only this site, by key.")] = None,
    url: Annotated[str | None, typer.Option(help="Only this address.")] = None,
    json: JsonOption = False,
) -> None:
    """The stored pages: one JSON line each with --json, otherwise one line of address and title."""
    store = PageStore(open_database(load_settings().database))
    for page in store.pages(site, url):
        print(as_json(_as_dict(page)) if json else f"{page.state}\t{page.url}\t{page.title}")


def _as_dict(page: Page) -> dict[str, Any]:
    return {
        "url": page.url,
        "site": page.site,
        "title": page.title,
        "agency": page.agency,
        "markdown": page.markdown,
        "updated": page.updated_on,
        "valid_from": page.valid_from,
        "valid_until": page.valid_until,
        "fetched_at": page.fetched_at,
        "digest": page.digest,
        "state": page.state.value,
        "kind": page.kind.value,
        "breadcrumb": page.breadcrumb,
        "contact": page.contact,
        "attachments": [asdict(link) for link in page.attachments],
    }


sites = typer.Typer(help="The site registry.", no_args_is_help=True)


@sites.callback()
def sites_root() -> None:
    """The site registry."""


@sites.command()
def check(sites: SitesOption = None, json: JsonOption = False) -> None:
    """Reach every seed: ok, dead, moved, disallowed by robots.txt, empty."""
    from crawler.check import check_sites  # noqa: PLC0415  (Scrapy takes a second to import)

    settings = load_settings()
    configure_logs(settings.log_level)
    found = check_sites(load_registry(sites or settings.sites), settings)
    if json:
        print_json([asdict(seed) for seed in found])
        return
    table = Table("site", "seed", "outcome", "detail")
    for seed in found:
        table.add_row(seed.site, seed.url, seed.outcome.value, seed.detail)
    Console().print(table)
