"""What a crawl is given, and how each of its sites stands."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.admission import Admission
from crawler.failures import Trouble
from crawler.frontier import Frontier, Known, Target
from crawler.page import DropReason
from crawler.progress import Progress
from crawler.site import Site
from crawler.workers import ExtractionPool


@dataclass(slots=True)
class SiteState:
    """How a site's crawl stands."""

    site: Site
    gate: Admission
    limit: int
    """Pages that may be on their way from request to commit at once."""
    under_way: int = 0
    waiting: deque[Target] = field(default_factory=deque)
    failures_in_a_row: int = 0
    given_up: bool = False
    complete: bool = True
    leading_on: int = 0
    signatures: set[str] = field(default_factory=set)

    @property
    def pending(self) -> int:
        """Requests that are not over yet."""
        return self.under_way + len(self.waiting)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a crawl is given: the sites, the frontier, what is stored, and how to extract."""

    sites: Sequence[Site]
    frontier: Frontier
    known: dict[str, Known]
    too_heavy: dict[str, DropReason]
    pool: ExtractionPool
    progress: Progress
    agent: str
    delays: dict[str, float]


@dataclass(slots=True)
class Approach:
    """A site whose hosts have not all answered with their robots.txt."""

    hosts: int
    earlier: list[tuple[Target, bool]]
    sitemaps: list[str] = field(default_factory=list)
    trouble: Trouble | None = None
