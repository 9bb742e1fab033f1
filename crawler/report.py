"""What a crawl did: counts by site, with a reason for everything that was dropped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from crawler.page import DropReason


class Outcome(StrEnum):
    """How one address ended, besides the reasons for dropping."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    GONE = "gone"
    FAILED = "failed"
    REDIRECTED = "redirected"
    DISCOVERY = "discovery"
    """A sitemap or feed: addresses were taken from it, it is no page."""


COUNTED = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.GONE, Outcome.FAILED)


@dataclass(frozen=True, slots=True)
class SiteReport:
    """The counts of one site; `complete` = everything that could be found was looked at."""

    site: str
    counts: Mapping[str, int]
    dropped: Mapping[str, int]
    bytes: int
    complete: bool

    @property
    def reached(self) -> bool:
        """Whether the site answered with any page at all."""
        return any(
            self.counts.get(outcome, 0) for outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)
        )

    def as_dict(self) -> dict[str, Any]:
        """The report as the command line prints it."""
        counts = {outcome.value: self.counts.get(outcome, 0) for outcome in COUNTED}
        return {
            "site": self.site,
            **counts,
            "dropped": dict(self.dropped),
            "bytes": self.bytes,
            "complete": self.complete,
        }


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """The outcome of a crawl; `finished` = it was not cut short. `seconds` is the time of this process."""

    sites: tuple[SiteReport, ...]
    seconds: float
    finished: bool
    resumed: bool = False
    total: SiteReport = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", _sum(self.sites, self.finished))

    def as_dict(self) -> dict[str, Any]:
        """The report as the command line prints it."""
        return {
            "sites": [site.as_dict() for site in self.sites],
            "total": self.total.as_dict() | {"site": None},
            "seconds": round(self.seconds, 2),
            "finished": self.finished,
            "resumed": self.resumed,
        }


def site_report(site: str, outcomes: Iterable[tuple[str, int, int]], *, complete: bool) -> SiteReport:
    """The report of a site from (outcome, how many, bytes)."""
    counts: dict[str, int] = {}
    dropped: dict[str, int] = {}
    size = 0
    for outcome, count, nbytes in outcomes:
        size += nbytes
        (dropped if outcome in set(DropReason) else counts)[outcome] = count
    return SiteReport(site, counts, dict(sorted(dropped.items())), size, complete)


def _sum(sites: Iterable[SiteReport], finished: bool) -> SiteReport:
    counts: dict[str, int] = {}
    dropped: dict[str, int] = {}
    sites = tuple(sites)
    for site in sites:
        for name, number in site.counts.items():
            counts[name] = counts.get(name, 0) + number
        for name, number in site.dropped.items():
            dropped[name] = dropped.get(name, 0) + number
    complete = finished and all(site.complete for site in sites)
    return SiteReport("", counts, dict(sorted(dropped.items())), sum(site.bytes for site in sites), complete)
