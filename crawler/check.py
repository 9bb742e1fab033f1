"""`sites check`: reach every seed of a registry and tell what is wrong with it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urljoin, urlsplit

import scrapy
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from askcity.settings import Settings
from crawler.admission import Admission
from crawler.extract import extract
from crawler.failures import trouble_of
from crawler.frontier import Target
from crawler.page import Dropped, DropReason
from crawler.process import quiet_process
from crawler.recording import as_fetched
from crawler.robots import Robots
from crawler.scrapy_settings import user_agent
from crawler.site import Site

MOST_HOPS = 5


class SeedState(StrEnum):
    """What a seed's answer was."""

    OK = "ok"
    DEAD = "dead"
    MOVED = "moved"
    DISALLOWED = "disallowed"
    EMPTY = "empty"
    PRIVATE_ADDRESS = "private_address"


@dataclass(frozen=True, slots=True)
class SeedCheck:
    """One seed; `detail` says what the crawler met."""

    site: str
    url: str
    outcome: SeedState
    detail: str = ""


def check_sites(sites: Sequence[Site], settings: Settings) -> list[SeedCheck]:
    """Check every seed in this process, once a process; in the registry's order."""
    found: list[SeedCheck] = []
    process = quiet_process(sites, settings)
    process.crawl(_CheckSpider, sites=sites, found=found, agent=user_agent(settings))
    process.start()
    order = {url: number for number, url in enumerate(url for site in sites for url in site.start_urls)}
    return sorted(found, key=lambda check: order[check.url])


class _CheckSpider(scrapy.Spider):
    """Asks each seed's host for robots.txt and then for the seed."""

    name = "check"

    def __init__(self, sites: Sequence[Site], found: list[SeedCheck], agent: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._sites, self._found, self._agent = sites, found, agent

    async def start(self) -> AsyncIterator[Request]:
        for site in self._sites:
            for url in site.start_urls:
                yield self._request(urljoin(url, "/robots.txt"), self.on_robots, {"site": site, "url": url})

    def _request(self, url: str, callback: Any, about: dict[str, Any]) -> Request:
        meta = {"download_slot": about["site"].key, "handle_httpstatus_all": True}
        return Request(url, callback, errback=self.on_failed, dont_filter=True, meta=meta, cb_kwargs=about)

    async def on_robots(self, response: Response, site: Site, url: str) -> AsyncIterator[Request]:
        robots = Robots.from_response(self._agent, response.status, response.body)
        if robots.allows(url):
            yield self._request(url, self.on_seed, {"site": site, "url": url, "hops": 0})
        else:
            reason = "robots.txt forbids it" if robots.available else f"robots.txt answers {response.status}"
            self._note(site, url, SeedState.DISALLOWED, reason)

    async def on_seed(self, response: Response, site: Site, url: str, hops: int) -> AsyncIterator[Request]:
        location = response.headers.get(b"Location")
        if 300 <= response.status < 400 and location:
            target = urljoin(response.url, location.decode("latin-1"))
            if (
                hops < MOST_HOPS
                and Admission(site).refusal(Target(target, site.key)) is not DropReason.OFF_SITE
            ):
                yield self._request(target, self.on_seed, {"site": site, "url": url, "hops": hops + 1})
            else:
                self._note(site, url, SeedState.MOVED, f"leads to {urlsplit(target).netloc or target}")
        elif response.status >= 400:
            self._note(site, url, SeedState.DEAD, f"answers {response.status}")
        else:
            page = extract(as_fetched(response))
            empty = isinstance(page, Dropped) or not (page.links or page.markdown.strip())
            detail = f"{page.reason}: {page.detail}" if isinstance(page, Dropped) else page.title
            self._note(site, url, SeedState.EMPTY if empty else SeedState.OK, detail)

    async def on_failed(self, failure: Failure) -> None:
        about = failure.request.cb_kwargs  # type: ignore[attr-defined]
        private = trouble_of(failure).reason is DropReason.PRIVATE_ADDRESS
        state = SeedState.PRIVATE_ADDRESS if private else SeedState.DEAD
        self._note(about["site"], about["url"], state, failure.getErrorMessage())

    def _note(self, site: Site, url: str, outcome: SeedState, detail: str) -> None:
        self._found.append(SeedCheck(site.key, url, outcome, " ".join(detail.split())[:200]))
