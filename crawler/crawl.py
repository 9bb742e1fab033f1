"""A crawl from beginning to end: lock, frontier, Scrapy, settlement."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from scrapy.crawler import Crawler
from sqlalchemy import Engine

from askcity.database import open_database
from askcity.errors import CrawlError
from askcity.settings import Settings
from crawler.finish import finish, interim
from crawler.frontier import Frontier
from crawler.lock import crawl_lock
from crawler.plan import Plan
from crawler.process import quiet_process
from crawler.progress import Progress
from crawler.report import CrawlReport
from crawler.scrapy_settings import delays, user_agent
from crawler.site import Site
from crawler.spider import CitySpider
from crawler.workers import ExtractionPool

WORKERS = 2
"""Extraction processes; the crawl's own process waits on the network most of the time."""


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """`fresh` forgets an unfinished run of the same sites."""

    settings: Settings
    progress: Progress
    fresh: bool = False


def crawl(sites: Sequence[Site], options: CrawlOptions) -> CrawlReport:
    """Crawl the sites in this process, once a process. Raises BusyError, CrawlError where no site could be reached."""
    started = time.monotonic()
    engine = open_database(options.settings.database)
    with crawl_lock(options.settings.data_dir, engine):
        frontier = Frontier.open(engine, [site.key for site in sites], fresh=options.fresh)
        crawler = _run(sites, frontier, options)
        report = _settled(engine, frontier, crawler, time.monotonic() - started)
    if report.finished and not any(site.reached for site in report.sites):
        raise CrawlError("no site could be reached; look at `askcity sites check`")
    return report


def _run(sites: Sequence[Site], frontier: Frontier, options: CrawlOptions) -> Crawler:
    keys = [site.key for site in sites]
    pool = ExtractionPool(WORKERS)
    try:
        plan = Plan(
            sites=sites,
            frontier=frontier,
            known=frontier.known(keys),
            too_heavy=frontier.too_heavy(keys),
            pool=pool,
            progress=options.progress,
            agent=user_agent(options.settings),
            delays=delays(sites, options.settings),
        )
        process = quiet_process(sites, options.settings)
        crawler = process.create_crawler(CitySpider)
        process.crawl(crawler, plan=plan)
        pool.wait()
        process.start()
    finally:
        pool.close()
        options.progress.close()
        frontier.close()
    return crawler


def _settled(engine: Engine, frontier: Frontier, crawler: Crawler, seconds: float) -> CrawlReport:
    spider = crawler.spider
    reason = crawler.stats.get_value("finish_reason") if crawler.stats else None
    if not isinstance(spider, CitySpider) or reason is None:
        raise CrawlError("the crawl ended early; the messages above say why; repeat it to go on")
    if reason != "finished" or any(state.pending for state in spider.states.values()):
        reports = interim(engine, frontier.run, list(spider.states))
        return CrawlReport(reports, seconds, finished=False, resumed=frontier.resumed)
    complete = {key: state.complete and not state.given_up for key, state in spider.states.items()}
    return CrawlReport(
        finish(engine, frontier.run, complete), seconds, finished=True, resumed=frontier.resumed
    )
