"""`askcity status`: what is stored, what is indexed, how old it is."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from askcity.commands.output import print_json
from askcity.database import open_database
from askcity.errors import NoIndexError
from askcity.settings import Settings, load_settings
from crawler.store import PageStore, SiteStatus
from index.generation import Generations, Manifest


def status(
    json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Sites, pages per site, the index generation, the age of each site's last crawl."""
    settings = load_settings()
    sites = PageStore(open_database(settings.database)).statuses()
    manifest = current_generation(settings)
    if json:
        print_json(status_document(sites, manifest))
        return
    table = Table("site", "pages", "gone", "last crawl", "dropped")
    for site in sites:
        dropped = ", ".join(f"{why} {count}" for why, count in site.report.get("dropped", {}).items()) or "-"
        table.add_row(site.site, str(site.pages), str(site.gone), _age(site.crawled_at), dropped)
    console = Console()
    console.print(table)
    console.print(f"{len(sites)} sites, {sum(site.pages for site in sites)} pages")
    if manifest is None:
        console.print("no index yet: run `askcity index`")
    else:
        console.print(
            f"index generation {manifest.generation}: {manifest.pages} pages, {manifest.chunks} passages, built {manifest.created_at}"
        )


def current_generation(settings: Settings) -> Manifest | None:
    """The manifest of the generation that is served, if there is one."""
    generations = Generations(settings.data_dir)
    try:
        return generations.manifest(generations.current())
    except NoIndexError:
        return None


def status_document(sites: list[SiteStatus], manifest: Manifest | None) -> dict[str, Any]:
    """What `askcity status --json` prints."""
    return {
        "sites": [asdict(site) | {"age_seconds": _seconds(site.crawled_at)} for site in sites],
        "site_count": len(sites),
        "page_count": sum(site.pages for site in sites),
        "index": asdict(manifest) if manifest else None,
    }


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int((datetime.now(UTC) - moment).total_seconds())


def _age(moment: datetime | None) -> str:
    seconds = _seconds(moment)
    if seconds is None:
        return "never"
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= length:
            return f"{seconds // length} {unit} ago"
    return f"{seconds} s ago"
