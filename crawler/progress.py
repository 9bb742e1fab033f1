"""Progress of a crawl: bars by site on a terminal, plain lines elsewhere."""

import sys
from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from crawler.site import Site


class Progress(Protocol):
    """Is told what happens while a crawl runs."""

    def page(self, site: str) -> None: ...

    def site_done(self, site: str) -> None: ...

    def close(self) -> None: ...


class Silent:
    """Says nothing."""

    def page(self, site: str) -> None:
        """A page was stored."""

    def site_done(self, site: str) -> None:
        """A site is over."""

    def close(self) -> None:
        """The crawl is over."""


class Lines(Silent):
    """One line on stderr for each site that is over."""

    def __init__(self) -> None:
        self._pages: Counter[str] = Counter()

    def page(self, site: str) -> None:
        """A page was stored."""
        self._pages[site] += 1

    def site_done(self, site: str) -> None:
        """A site is over."""
        print(f"{site}: {self._pages[site]} pages fetched", file=sys.stderr, flush=True)


class Terminal(Silent):
    """A bar for the sites and, below it, one for each site under way, as many as fit."""

    SHOWN = 12

    def __init__(self, sites: Sequence[Site]) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bars = Bars(*columns, console=Console(stderr=True), transient=True)
        self._names = {site.key: site.name for site in sites}
        self._all = self._bars.add_task("網站", total=len(sites))
        self._tasks: dict[str, TaskID] = {}
        self._bars.start()

    def page(self, site: str) -> None:
        """A page was stored."""
        if site not in self._tasks and len(self._tasks) < self.SHOWN:
            self._tasks[site] = self._bars.add_task(self._names[site], total=None)
        if site in self._tasks:
            self._bars.advance(self._tasks[site])

    def site_done(self, site: str) -> None:
        """A site is over."""
        self._bars.advance(self._all)
        if site in self._tasks:
            self._bars.remove_task(self._tasks.pop(site))

    def close(self) -> None:
        """The crawl is over."""
        self._bars.stop()
