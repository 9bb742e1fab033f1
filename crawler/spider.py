"""The spider: one for all sites, fed from the frontier, polite to each site by itself."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import scrapy
from scrapy import signals
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from crawler.admission import Admission, seeds
from crawler.failures import trouble_of
from crawler.frontier import Record, Target
from crawler.page import Dropped, DropReason, Extracted, Fetched, Link
from crawler.plan import Approach, Plan, SiteState
from crawler.recording import as_fetched, gone, page_row, seen_again, signature_of
from crawler.report import Outcome
from crawler.robots import Robots
from crawler.scrapy_settings import concurrency
from crawler.sitemaps import addresses, is_sitemap
from crawler.workers import Job

MOST_REDIRECTS = 5
MOST_TRIES = 3
LONGEST_WAIT = 60.0
"""Seconds that a Retry-After may keep a request waiting."""
MOST_LEADING_ON = 200
"""Pages without text of a site whose links are followed."""
GIVE_UP_AFTER = 5
"""Failures in a row after which a site is left alone for this crawl."""
RETRIED = (408, 425, 429, 500, 502, 503, 504, 520, 522, 524)
REDIRECTS = (301, 302, 303, 307, 308)


class CitySpider(scrapy.Spider):
    """Crawls the sites of a plan."""

    name = "askcity"

    def __init__(self, plan: Plan, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.plan = plan
        self.states = {
            site.key: SiteState(site, Admission(site, plan.too_heavy), concurrency(site))
            for site in plan.sites
        }
        self._bytes: dict[str, int] = {}

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **arguments: Any) -> "CitySpider":
        """Made by Scrapy."""
        spider = super().from_crawler(crawler, *args, **arguments)
        crawler.signals.connect(spider.count_bytes, signal=signals.bytes_received)
        return spider

    def count_bytes(self, data: bytes, request: Request, spider: scrapy.Spider) -> None:
        """Count what came over the wire, by address."""
        self._bytes[request.url] = self._bytes.get(request.url, 0) + len(data)

    # The way of a site: robots.txt first, then what an earlier run left or the seeds, then what is found.

    async def start(self) -> AsyncIterator[Request]:
        """robots.txt of every host; each site's pages follow when its hosts have answered."""
        earlier: dict[str, list[tuple[Target, bool]]] = {}
        for target, done in self.plan.frontier.targets():
            earlier.setdefault(target.site, []).append((target, done))
        for state in self.states.values():
            self._recall(state, earlier.get(state.site.key, []))
            hosts = list(
                dict.fromkeys(_origin(url) for url in (*state.site.start_urls, *state.site.sitemap_urls))
            )
            approach = Approach(len(hosts), earlier.get(state.site.key, []))
            state.under_way = 1
            for host in hosts:
                yield self._robots_request(f"{host}/robots.txt", state, approach, hops=0)

    def _recall(self, state: SiteState, earlier: list[tuple[Target, bool]]) -> None:
        for target, _ in earlier:
            state.gate.seen.add(target.url)
            state.gate.fetched += target.role == "page"

    def _robots_request(self, url: str, state: SiteState, approach: Approach, hops: int) -> Request:
        about = {"state": state, "approach": approach, "hops": hops}
        return self._request(url, state.site.key, self.on_robots, self.on_robots_failed, about)

    def _request(self, url: str, slot: str, callback: Any, errback: Any, about: dict[str, Any]) -> Request:
        meta = {
            "download_slot": slot,
            "handle_httpstatus_all": True,
            "dont_redirect": True,
            "autothrottle_dont_adjust_delay": self.plan.delays[slot] == 0,
        }
        return Request(url, callback, errback=errback, dont_filter=True, meta=meta, cb_kwargs=about)

    async def on_robots(
        self, response: Response, state: SiteState, approach: Approach, hops: int
    ) -> AsyncIterator[Request]:
        """A host's robots.txt has come: note it, and begin when it was the last one."""
        location = response.headers.get(b"Location")
        if response.status in REDIRECTS and location and hops < MOST_REDIRECTS:
            url = urljoin(response.url, location.decode("latin-1"))
            if state.gate.refusal(Target(url, state.site.key)) is None:
                yield self._robots_request(url, state, approach, hops + 1)
                return
        robots = Robots.from_response(self.plan.agent, response.status, response.body)
        async for request in self._begin(state, approach, response.url, robots):
            yield request

    async def on_robots_failed(self, failure: Failure) -> AsyncIterator[Request]:
        """No robots.txt to be had: hands off for now, and the site counts as failed."""
        request: Request = failure.request  # type: ignore[attr-defined]
        state, approach = request.cb_kwargs["state"], request.cb_kwargs["approach"]
        approach.trouble = trouble_of(failure)
        robots = Robots(self.plan.agent, available=False)
        async for following in self._begin(state, approach, request.url, robots):
            yield following

    async def _begin(
        self, state: SiteState, approach: Approach, url: str, robots: Robots
    ) -> AsyncIterator[Request]:
        state.gate.robots[urlsplit(url).netloc] = robots
        approach.sitemaps.extend(
            robots.sitemaps or [urljoin(url, "/sitemap.xml")] if robots.available else []
        )
        self._slow_down(state, robots.delay)
        approach.hosts -= 1
        if approach.hosts:
            return
        self._open(state, approach)
        for request in self._onward(state):
            yield request

    def _slow_down(self, state: SiteState, seconds: float) -> None:
        key = state.site.key
        if seconds <= self.plan.delays[key]:
            return
        downloader = self.crawler.engine.downloader
        downloader.per_slot_settings.setdefault(key, {})["delay"] = seconds
        downloader.slots[key].delay = seconds
        self.plan.delays[key] = seconds

    def _open(self, state: SiteState, approach: Approach) -> None:
        site = state.site
        base = Target(site.start_urls[0], site.key)
        open_targets = [target for target, done in approach.earlier if not done]
        found, dropped = state.gate.sift(base, seeds(site), 0)
        if any(not robots.available for robots in state.gate.robots.values()):
            state.complete = False
        sitemaps = self._sitemaps(state, [*approach.sitemaps, *site.sitemap_urls], 0)
        if approach.trouble is not None:
            self.plan.frontier.write(Record(base, None, dropped=((base, Outcome.FAILED.value),)))
            return
        if not approach.earlier or found or dropped:
            self.plan.frontier.write(Record(base, None, found=(*found, *sitemaps), dropped=tuple(dropped)))
        state.complete &= not dropped
        state.waiting.extend([*open_targets, *found, *sitemaps])

    def _sitemaps(self, state: SiteState, urls: Iterable[str], depth: int) -> list[Target]:
        targets = [Target(url, state.site.key, depth, role="sitemap") for url in dict.fromkeys(urls)]
        chosen = [
            target
            for target in targets
            if target.url not in state.gate.seen and not state.gate.refusal(target)
        ]
        state.gate.seen.update(target.url for target in chosen)
        return chosen

    async def _over(self, state: SiteState) -> list[Request]:
        """One request of the site is over and its outcome durable: the requests that may follow."""
        await asyncio.wrap_future(self.plan.frontier.written())
        return self._onward(state)

    def _onward(self, state: SiteState) -> list[Request]:
        state.under_way -= 1
        free = min(state.limit - state.under_way, len(state.waiting))
        following = [self._fetch(state.waiting.popleft()) for _ in range(free)]
        state.under_way += len(following)
        if not state.pending:
            self.plan.progress.site_done(state.site.key)
        return following

    def _fetch(self, target: Target, tries: int = 0) -> Request:
        request = self._request(
            target.url, target.site, self.on_page, self.on_failed, {"target": target, "tries": tries}
        )
        known = self.plan.known.get(target.url)
        if known is not None and known.live:
            if known.etag:
                request.headers[b"If-None-Match"] = known.etag
            if known.last_modified:
                request.headers[b"If-Modified-Since"] = known.last_modified
        return request

    # What became of a request

    async def on_page(self, response: Response, target: Target, tries: int) -> AsyncIterator[Request]:
        """A response has come."""
        state = self.states[target.site]
        if response.status in RETRIED:
            async for request in self._again(
                state, target, tries, DropReason.HTTP_ERROR, _retry_after(response)
            ):
                yield request
            return
        state.failures_in_a_row = 0
        try:
            await self._handled(state, target, response)
        except Exception as error:  # a page can be wrong in ways nobody foresaw: it costs that page only
            self.logger.error("%s: %s: %s", target.url, type(error).__name__, error)
            self._drop(state, target, DropReason.UNREADABLE)
        for request in await self._over(state):
            yield request

    async def on_failed(self, failure: Failure) -> AsyncIterator[Request]:
        """No usable response has come."""
        request: Request = failure.request  # type: ignore[attr-defined]
        target, tries = request.cb_kwargs["target"], request.cb_kwargs["tries"]
        state, trouble = self.states[target.site], trouble_of(failure)
        if trouble.retry:
            async for following in self._again(state, target, tries, Outcome.FAILED):
                yield following
            return
        self._drop(state, target, trouble.reason)
        for following in await self._over(state):
            yield following

    async def _again(
        self,
        state: SiteState,
        target: Target,
        tries: int,
        outcome: DropReason | Outcome,
        wait: float | None = None,
    ) -> AsyncIterator[Request]:
        """Try once more after a while; after the last try the page ends with `outcome`."""
        if target.role == "page":
            state.failures_in_a_row += 1
        if state.failures_in_a_row >= GIVE_UP_AFTER * MOST_TRIES and not state.given_up:
            state.given_up = True
            self.logger.warning(
                "site %s: given up after %d failures in a row", state.site.key, state.failures_in_a_row
            )
        if state.given_up or tries + 1 >= MOST_TRIES:
            self._fail(state, target, outcome)
            for request in await self._over(state):
                yield request
            return
        await asyncio.sleep(min(LONGEST_WAIT, wait if wait is not None else 0.5 * 2**tries))
        yield self._fetch(target, tries + 1)

    async def _handled(self, state: SiteState, target: Target, response: Response) -> None:
        if response.status in REDIRECTS:
            self._redirected(state, target, response)
        elif response.status == 304:
            self._unchanged(state, target)
        elif target.role == "sitemap" or (response.status == 200 and is_sitemap(response.body)):
            self._listed(state, target, response)
        elif response.status == 200:
            await self._extracted(state, target, response)
        else:
            self._drop(state, target, DropReason.HTTP_ERROR, missing=response.status in (404, 410))

    def _redirected(self, state: SiteState, target: Target, response: Response) -> None:
        location = response.headers.get(b"Location", b"") or b""
        link = Link(urljoin(response.url, location.decode("utf-8", "replace").strip()), target.label)
        reason: DropReason | None = DropReason.TOO_MANY_REDIRECTS if target.hops >= MOST_REDIRECTS else None
        found, dropped = ([], []) if reason else state.gate.sift(target, [link], target.depth)
        if not found and not dropped and reason is None:
            reason = _dead_end(target, link)
        if dropped:
            reason = DropReason(dropped[0][1])
        if reason is not None:
            self._drop(state, target, reason)
            return
        found = [replace(hop, hops=target.hops + 1) for hop in found]
        self._write(state, Record(target, Outcome.REDIRECTED, self._size(target), found=tuple(found)))

    def _unchanged(self, state: SiteState, target: Target) -> None:
        known = self.plan.known[target.url]
        follow = self._first_of_its_kind(state, known.signature)
        links = self.plan.frontier.links(target.url) if follow else ()
        found, dropped = state.gate.sift(target, links, target.depth + 1)
        update = seen_again(datetime.now(UTC))
        record = Record(
            target, Outcome.UNCHANGED, self._size(target), found=tuple(found), dropped=tuple(dropped)
        )
        self._write(state, replace(record, page_update=update))

    def _listed(self, state: SiteState, target: Target, response: Response) -> None:
        if response.status != 200:
            self._write(state, Record(target, Outcome.DISCOVERY, self._size(target)))
            return
        links = addresses(response.body)
        nested = [link.url for link in links if urlsplit(link.url).path.endswith((".xml", ".xml.gz"))]
        sitemaps = self._sitemaps(state, nested, target.depth + 1) if target.depth < MOST_REDIRECTS else []
        found, dropped = state.gate.sift(target, links, 1)
        record = Record(
            target, Outcome.DISCOVERY, self._size(target), found=(*found, *sitemaps), dropped=tuple(dropped)
        )
        self._write(state, record)

    async def _extracted(self, state: SiteState, target: Target, response: Response) -> None:
        fetched = as_fetched(response)
        loop = asyncio.get_running_loop()
        job = Job(fetched, state.site.agency)
        result = await loop.run_in_executor(self.plan.pool.threads, self.plan.pool.extract, job)
        if isinstance(result, Dropped):
            return self._without_page(state, target, result)
        return self._stored(state, target, fetched, result)

    def _without_page(self, state: SiteState, target: Target, dropped: Dropped) -> None:
        """No page; an empty one, such as a home page of menus alone, still leads on."""
        known = self.plan.known.get(target.url)
        leads_on = (
            bool(dropped.links)
            and not (known is not None and known.live)
            and state.leading_on < MOST_LEADING_ON
        )
        if not leads_on:
            self._drop(state, target, dropped.reason, missing=dropped.reason is DropReason.SOFT_404)
            return
        state.leading_on += 1
        found, refused = state.gate.sift(target, dropped.links, target.depth + 1)
        self._write(
            state,
            Record(target, dropped.reason, self._size(target), found=tuple(found), dropped=tuple(refused)),
        )

    def _stored(self, state: SiteState, target: Target, fetched: Fetched, extracted: Extracted) -> None:
        row = page_row(target, state.site, fetched, extracted)
        known = self.plan.known.get(target.url)
        if known is None or not known.live:
            outcome = Outcome.NEW
        else:
            outcome = Outcome.UNCHANGED if known.digest == row["digest"] else Outcome.CHANGED
        follow = self._first_of_its_kind(state, signature_of(extracted))
        found, dropped = state.gate.sift(target, extracted.links if follow else (), target.depth + 1)
        record = Record(target, outcome, self._size(target), row, found=tuple(found), dropped=tuple(dropped))
        self._write(state, record)
        self.plan.progress.page(target.site)

    def _first_of_its_kind(self, state: SiteState, signature: str) -> bool:
        """Whether this text is new on the site in this crawl: links are followed from the first page that has it."""
        if signature in state.signatures:
            return False
        state.signatures.add(signature)
        return True

    def _drop(self, state: SiteState, target: Target, reason: DropReason, *, missing: bool = False) -> None:
        known = self.plan.known.get(target.url)
        stored = known is not None and known.live
        if stored and missing:
            self._write(
                state,
                Record(target, Outcome.GONE, self._size(target), page_update=gone(reason, datetime.now(UTC))),
            )
            return
        if stored or target.url in state.site.start_urls:
            state.complete = False
        self._write(state, Record(target, reason, self._size(target)))

    def _fail(self, state: SiteState, target: Target, outcome: DropReason | Outcome) -> None:
        known = self.plan.known.get(target.url)
        if (known is not None and known.live) or target.depth == 0:
            state.complete = False
        self._write(state, Record(target, outcome, self._size(target)))

    def _size(self, target: Target) -> int:
        return self._bytes.pop(target.url, 0)

    def _write(self, state: SiteState, record: Record) -> None:
        self.plan.frontier.write(record)
        state.waiting.extend(record.found)


def _dead_end(target: Target, link: Link) -> DropReason | None:
    """Why a redirect to an address that is not new ends: a circle, or no address at all."""
    if not link.url.startswith(("http://", "https://")):
        return DropReason.BAD_URL
    return DropReason.TOO_MANY_REDIRECTS if link.url == target.url else None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _retry_after(response: Response) -> float | None:
    value = (response.headers.get(b"Retry-After") or b"").decode("latin-1")
    return float(value) if value.isdigit() else None
