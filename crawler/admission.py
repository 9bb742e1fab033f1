"""Which discovered addresses a site's crawl goes on to, and why the others are left."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from crawler.frontier import Target
from crawler.page import DropReason, Link
from crawler.robots import Robots
from crawler.site import Site
from crawler.urls import canonical, is_trap

NEXT_PAGE = re.compile(r"(下一?頁|後一頁|next( page)?|[>›»→]+|\d{1,4})", re.IGNORECASE)
"""Texts of links that lead on through a list."""


@dataclass(slots=True)
class Admission:
    """The gate of one site: knows what it has let through, by address."""

    site: Site
    too_heavy: Mapping[str, DropReason] = field(default_factory=dict)
    """Addresses that are left alone for the size of what they gave the last time."""
    robots: dict[str, Robots] = field(default_factory=dict)
    """By host and port."""
    seen: set[str] = field(default_factory=set)
    fetched: int = 0
    """Pages let through, against the site's limit."""
    _allow: tuple[re.Pattern[str], ...] = ()
    _deny: tuple[re.Pattern[str], ...] = ()
    _hosts: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._allow = tuple(map(re.compile, self.site.allow))
        self._deny = tuple(map(re.compile, self.site.deny))
        origins = (canonical("", f"http://{host}/") for host in self.site.hosts)
        self._hosts = frozenset(urlsplit(origin).netloc for origin in origins if origin) | self.site.hosts

    def sift(
        self, base: Target, links: Iterable[Link], depth: int
    ) -> tuple[list[Target], list[tuple[Target, str]]]:
        """New targets among links, and new addresses that are dropped, each with its reason."""
        admitted: list[Target] = []
        dropped: list[tuple[Target, str]] = []
        targets = self._new(base, links, depth)
        for target in self._with_long_lists(base, targets):
            self.seen.add(target.url)
            reason = self.refusal(target)
            if reason is None:
                self.fetched += 1
                admitted.append(target)
            else:
                dropped.append((target, reason))
        return admitted, dropped

    def _new(self, base: Target, links: Iterable[Link], depth: int) -> list[Target]:
        found: dict[str, Target] = {}
        for link in links:
            url = canonical(base.url, link.url)
            if url is not None and url not in self.seen and url not in found:
                found[url] = Target(url, self.site.key, depth=depth, label=link.text[:200])
        return list(found.values())

    def _with_long_lists(self, base: Target, targets: Sequence[Target]) -> list[Target]:
        """The targets; from a page that leads to new pages, the next page of the list lies no deeper.

        A long list is thus followed to its end, while a calendar, which leads to nothing but itself, is not.
        """
        onward = [target for target in targets if NEXT_PAGE.fullmatch(target.label.strip())]
        others = (target for target in targets if target not in onward)
        if not onward or not any(self.refusal(target) is None for target in others):
            return list(targets)
        return [replace(target, depth=base.depth) if target in onward else target for target in targets]

    def refusal(self, target: Target) -> DropReason | None:
        """Why a target is not to be fetched, None where it may be."""
        host = urlsplit(target.url).netloc
        if host not in self._hosts:
            return DropReason.OFF_SITE
        if is_trap(target.url) or self._is_denied(target.url):
            return DropReason.DENIED
        if host in self.robots and not self.robots[host].allows(target.url):
            return DropReason.ROBOTS
        if target.depth > self.site.max_depth:
            return DropReason.TOO_DEEP
        if self.fetched >= self.site.max_pages:
            return DropReason.TOO_MANY
        return self.too_heavy.get(target.url)

    def _is_denied(self, url: str) -> bool:
        if any(pattern.search(url) for pattern in self._deny):
            return True
        starts = {canonical("", start) for start in self.site.start_urls}
        return (
            bool(self._allow)
            and url not in starts
            and not any(pattern.search(url) for pattern in self._allow)
        )


def seeds(site: Site) -> Sequence[Link]:
    """Where the crawl of a site begins."""
    return [Link(url, "") for url in site.start_urls]
