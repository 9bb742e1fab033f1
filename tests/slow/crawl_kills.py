"""20 kills of a crawl of a 2,000-page site: prints what was lost and what was fetched twice; exits 1 past the bar.

Fetched twice: asked for again although the server had answered before the kill. What was still under way when
the kill came was never received, so it is asked for again and shown apart.
Run as `python -m tests.slow.crawl_kills` in the repository.
"""

import argparse
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.crawler.crawls import Crawls, kill
from tests.crawler.pages import whole_site
from tests.crawler.site_server import Reply, Request, SiteServer

SLOWNESS = 0.02  # seconds a page, so that kills fall in the middle

START_UP = 0.2  # seconds that a new crawl needs at least before its first request


def main() -> int:
    """Kill, resume, compare with the site."""
    arguments = _arguments()
    pages = {path: Reply(reply.body, seconds=SLOWNESS) for path, reply in whole_site(arguments.pages).items()}
    with SiteServer() as server, tempfile.TemporaryDirectory() as folder:
        server.pages = dict(pages)
        crawls = Crawls(Path(folder))
        crawls.write_registry([{"key": "main", "start_urls": [f"{server.url}/"], "delay": arguments.delay}])
        started = time.monotonic()
        step = arguments.pages // (arguments.kills + 2)
        kills = [killed for _ in range(arguments.kills) if (killed := _kill_after(server, crawls, step))]
        total = crawls.crawl().total
        stored = {url.removeprefix(server.url) for url in crawls.states()}
    lost = len(pages.keys() - stored)
    answered, under_way = _asked_twice([r for r in server.requests if r.path in pages], kills)
    print(
        f"{len(pages)} pages, {len(kills)} kills, {time.monotonic() - started:.0f} s: {lost} lost, {answered} fetched "
        f"twice ({answered / len(pages):.2%}), {under_way} more under way at a kill, {total['new']} reported new"
    )
    return 0 if lost == 0 and answered <= 0.01 * len(pages) else 1


def _kill_after(server: SiteServer, crawls: Crawls, requests: int) -> float | None:
    """Start a crawl and kill it after so many requests: the moment of the kill, None where it was done before."""
    reached, target = threading.Event(), len(server.requests) + requests
    server.on_request = lambda path: reached.set() if len(server.requests) >= target else None
    process = crawls.start()
    while not reached.wait(0.02) and process.poll() is None:
        pass
    killed = time.monotonic() if process.poll() is None else None
    kill(process)
    return killed


def _asked_twice(requests: list[Request], kills: list[float]) -> tuple[int, int]:
    """How many requests were repeats of an answered one, and of one that a kill cut short."""
    answered, under_way, last = 0, 0, dict[str, Request]()
    for request in sorted(requests, key=lambda request: request.at):
        earlier = last.get(request.path)
        if earlier and any(0 <= earlier.until - killed < START_UP for killed in kills):
            under_way += 1
        elif earlier:
            answered += 1
        last[request.path] = request
    return answered, under_way


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2_000, help="pages of the site")
    parser.add_argument("--kills", type=int, default=20, help="how often the crawl is killed")
    parser.add_argument("--delay", type=float, default=0.02, help="seconds between two requests to the site")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
