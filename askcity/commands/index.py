"""`askcity index`: build a generation from the stored pages, or go back to the one before."""

from dataclasses import asdict
from typing import Annotated

import typer

from askcity.commands.output import print_json, say, steps
from askcity.database import open_database
from askcity.logs import configure_logs
from askcity.settings import Settings, load_settings
from crawler.site import load_registry
from crawler.store import PageStore
from index.generation import Generations, Manifest


def index(
    json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    rollback: Annotated[bool, typer.Option(help="Go back to the generation before the current one.")] = False,
    allow_shrink: Annotated[
        bool,
        typer.Option(help="Switch even if the new generation holds far fewer pages than the current one."),
    ] = False,
) -> None:
    """Build a new index generation from the stored pages and switch to it."""
    settings = load_settings()
    configure_logs(settings.log_level)
    generations = Generations(settings.data_dir)
    if rollback:
        manifest = generations.manifest(generations.rollback())
    else:
        manifest = run_index(settings, allow_shrink=allow_shrink)
    if json:
        print_json(asdict(manifest))
        return
    spent = ", ".join(f"{step} {seconds:.1f} s" for step, seconds in manifest.seconds.items())
    print(
        f"generation {manifest.generation}: {manifest.pages} pages, {manifest.chunks} passages of {manifest.sites} sites"
    )
    print(f"embedded {manifest.embedded}, taken over {manifest.reused}; {spent}")


def run_index(settings: Settings, *, allow_shrink: bool = False) -> Manifest:
    """Build a generation with progress on stderr. Raises IndexingError."""
    from askcity.opening import catalogue  # noqa: PLC0415  (seconds to import)
    from index.build import BuildOptions, build  # noqa: PLC0415

    store = PageStore(open_database(settings.database))
    options = BuildOptions(
        settings.data_dir,
        settings.embedding_model,
        settings.chroma_url,
        site_names={site.key: site.name for site in load_registry(settings.sites)},
        catalogue=catalogue(settings),
        allow_shrink=allow_shrink,
        progress=steps(),
    )
    manifest = build(store, options)
    say(
        f"index: {manifest.pages} pages, {manifest.chunks} passages in {sum(manifest.seconds.values()):.1f} s"
    )
    return manifest
