"""A crawl that was interrupted goes on where it stopped; two never run at once."""

import signal
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.crawler.crawls import TIMEOUT, Crawls, kill
from tests.crawler.pages import whole_site
from tests.crawler.site_server import Reply, SiteServer

PAGES = 300


def slowly(pages: dict[str, Reply]) -> dict[str, Reply]:
    """The same site from a server that takes its time, so that a crawl can be caught in the middle."""
    return {path: Reply(reply.body, seconds=0.02) for path, reply in pages.items()}


@contextmanager
def crawl_under_way(server: SiteServer, crawls: Crawls, requests: int) -> Iterator["subprocess.Popen[str]"]:
    """A running crawl, caught when the server has had so many more requests."""
    reached, before = threading.Event(), len(server.requests)
    server.on_request = lambda path: reached.set() if len(server.requests) - before >= requests else None
    process = crawls.start()
    try:
        assert reached.wait(TIMEOUT), process.communicate()
        yield process
    finally:
        server.on_request = lambda path: None
        if process.poll() is None:
            kill(process)


@pytest.fixture
def slow_site(server: SiteServer) -> SiteServer:
    server.pages = dict(slowly(whole_site(PAGES)))
    return server


def test_kill_9_loses_no_page_and_fetches_next_to_nothing_twice(
    slow_site: SiteServer, crawls: Crawls
) -> None:
    for requests in (80, 80, 80):
        with crawl_under_way(slow_site, crawls, requests) as process:
            kill(process)
    crawled = crawls.crawl()
    assert crawled.code == 0
    assert "resum" in crawled.err.lower()
    assert set(crawls.states()) == {f"{slow_site.url}{path}" for path in whole_site(PAGES)}
    fetched = Counter(path for path in slow_site.paths())
    twice = sum(count - 1 for count in fetched.values())
    in_flight = 8 * 3
    assert twice <= in_flight + PAGES * 0.01


def test_a_resumed_crawl_counts_the_whole_run(slow_site: SiteServer, crawls: Crawls) -> None:
    with crawl_under_way(slow_site, crawls, 100) as process:
        kill(process)
    assert crawls.crawl().total["new"] == PAGES


def test_fresh_starts_over(slow_site: SiteServer, crawls: Crawls) -> None:
    with crawl_under_way(slow_site, crawls, 100) as process:
        kill(process)
    crawled = crawls.crawl("--fresh")
    assert "resum" not in crawled.err.lower()
    assert slow_site.hits("/") == 2
    assert len(crawls.pages()) == PAGES


def test_a_second_crawl_at_the_same_time_says_so_and_stops(slow_site: SiteServer, crawls: Crawls) -> None:
    slow_site.pages = {path: Reply(reply.body, seconds=0.5) for path, reply in whole_site(PAGES).items()}
    with crawl_under_way(slow_site, crawls, 20) as process:
        second = crawls.crawl()
        assert second.code != 0
        assert len(second.err.strip().splitlines()) == 1
        assert str(process.pid) in second.err
        assert process.poll() is None


def test_a_killed_crawl_leaves_no_lock_behind(slow_site: SiteServer, crawls: Crawls) -> None:
    with crawl_under_way(slow_site, crawls, 20) as process:
        kill(process)
    assert crawls.crawl().code == 0


def test_ctrl_c_ends_cleanly_and_the_next_crawl_goes_on(slow_site: SiteServer, crawls: Crawls) -> None:
    with crawl_under_way(slow_site, crawls, 60) as process:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
    asked = len(slow_site.paths())
    assert asked < PAGES
    crawls.crawl()
    assert len(crawls.pages()) == PAGES
    assert len(slow_site.paths()) <= PAGES * 1.01 + 8
