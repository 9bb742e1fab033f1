"""`askcity search`: the passages that the index finds."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from askcity import clock
from askcity.commands.batch import Batch, field, one_or_many, run_batch
from askcity.commands.output import print_json, say
from askcity.logs import configure_logs
from askcity.opening import opened
from askcity.settings import load_settings
from index.passage import Passage
from index.retrieve import Generation

SHOWN = 160
"""Characters of a passage shown on a terminal."""


def search(
    query: Annotated[str | None, typer.Argument(help="What to look for.")] = None,
    k: Annotated[int, typer.Option(help="How many passages.", min=1, max=100)] = 10,
    json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    batch: Annotated[Path | None, typer.Option(help='JSON Lines file of {"id","query"}.')] = None,
    out: Annotated[Path | None, typer.Option(help='JSON Lines file to write {"id","passages"} to.')] = None,
) -> None:
    """Ranked passages for a query, or for each query of a file."""
    settings = load_settings()
    configure_logs(settings.log_level)
    wanted = one_or_many("QUERY", query, batch, out)
    finder = Finder(opened(settings))
    if isinstance(wanted, Batch):
        done = run_batch(
            wanted, lambda line: field(line, "query"), lambda text: {"passages": finder.find(text, k)}
        )
        say(f"{done} queries")
        return
    found = finder.find(wanted, k)
    if json:
        print_json(found)
        return
    console = Console()
    for place, passage in enumerate(found, 1):
        console.print(f"{place}. {passage['title']}  {passage['agency']}", style="bold", markup=False)
        console.print(f"   {passage['url']}", markup=False, soft_wrap=True)
        console.print(f"   {passage['text'][:SHOWN]}", markup=False)


class Finder:
    """Retrieval on today's date, as JSON."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation

    def find(self, query: str, k: int) -> list[dict[str, Any]]:
        """The contract's Passages."""
        return [passage_document(one) for one in self._generation.retrieve(query, clock.today(), k).passages]


def passage_document(passage: Passage) -> dict[str, Any]:
    """A passage as the contract's JSON."""
    return {
        "url": passage.url,
        "title": passage.title,
        "site": passage.site,
        "agency": passage.agency,
        "heading": passage.heading,
        "text": passage.text,
        "score": round(passage.score, 6),
        "updated": passage.updated_on,
        "fetched_at": passage.fetched_at,
    }
