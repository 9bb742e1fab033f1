"""What a site's server notices of the crawler: pauses, few requests at once, back-off."""

from itertools import pairwise

from tests.crawler.crawls import Crawls
from tests.crawler.pages import article, whole_site
from tests.crawler.site_server import Reply, Request, SiteServer


def most_at_once(requests: list[Request]) -> int:
    edges = sorted([(r.at, 1) for r in requests] + [(r.until, -1) for r in requests])
    running, most = 0, 0
    for _, step in edges:
        running += step
        most = max(most, running)
    return most


def test_the_delay_of_a_site_is_kept_between_its_requests(server: SiteServer, crawls: Crawls) -> None:
    server.pages = dict(whole_site(8))
    crawls.write_registry([{"key": "main", "start_urls": [f"{server.url}/"], "delay": 0.3}])
    crawls.crawl()
    starts = sorted(
        request.at for request in server.requests if request.path not in ("/robots.txt", "/sitemap.xml")
    )
    assert len(starts) == 8
    assert min(later - earlier for earlier, later in pairwise(starts)) >= 0.28


def test_a_site_is_asked_by_at_most_eight_requests_at_once(server: SiteServer, crawls: Crawls) -> None:
    server.pages = {
        path: Reply(reply.body, seconds=0.05) for path, reply in whole_site(60, branching=30).items()
    }
    crawls.crawl()
    assert 2 <= most_at_once(server.requests) <= 8


def test_hosts_of_one_site_share_its_delay(server: SiteServer, crawls: Crawls) -> None:
    with SiteServer("127.0.0.2") as second:
        server.pages = {
            "/": article("甲站", ["/1", "/2", "/3"]),
            **{f"/{n}": article(f"甲{n}") for n in range(1, 4)},
        }
        second.pages = {
            "/": article("乙站", ["/1", "/2", "/3"]),
            **{f"/{n}": article(f"乙{n}") for n in range(1, 4)},
        }
        crawls.write_registry(
            [{"key": "main", "start_urls": [f"{server.url}/", f"{second.url}/"], "delay": 0.2}]
        )
        crawls.crawl()
        pages = [
            r.at
            for r in (*server.requests, *second.requests)
            if r.path not in ("/robots.txt", "/sitemap.xml")
        ]
        assert min(later - earlier for earlier, later in pairwise(sorted(pages))) >= 0.18


def test_a_crawl_delay_in_robots_txt_is_honoured(server: SiteServer, crawls: Crawls) -> None:
    server.pages = dict(whole_site(5))
    robots = b"User-agent: *\nCrawl-delay: 0.4\nDisallow:\n"
    server.pages["/robots.txt"] = Reply(robots, content_type="text/plain")
    crawls.crawl()
    starts = sorted(r.at for r in server.requests if r.path.startswith("/p/"))
    assert min(later - earlier for earlier, later in pairwise(starts)) >= 0.35


def test_a_dead_site_is_given_up_after_a_few_requests(server: SiteServer, crawls: Crawls) -> None:
    server.pages = dict(whole_site(80, branching=79))
    crawls.crawl()
    asked = len(server.requests)
    server.pages, server.fallback = {}, Reply(b"", status=503)
    crawls.crawl()
    assert len(server.requests) - asked <= 30


def test_a_list_is_followed_to_its_end_however_long(server: SiteServer, crawls: Crawls) -> None:
    last = 40
    pages = {"/": article("首頁", ["/list/1"])}
    for number in range(1, last + 1):
        pages[f"/news/{number}"] = article(f"第{number}則")
        onward = f'<a href="/list/{number + 1}">下一頁</a>' if number < last else ""
        body = f'<h1>公告</h1><ul><li><a href="/news/{number}">第{number}則公告</a></li></ul>{onward}'
        pages[f"/list/{number}"] = Reply(f"<title>公告</title><main>{body}</main>".encode())
    server.pages = dict(pages)
    crawls.write_registry([{"key": "main", "start_urls": [f"{server.url}/"], "max_depth": 5}])
    crawls.crawl()
    assert {path for path in server.paths() if path.startswith("/news/")} == {
        f"/news/{number}" for number in range(1, last + 1)
    }


def test_pages_that_lead_only_to_each_other_end_at_the_depth_limit(
    server: SiteServer, crawls: Crawls
) -> None:
    def month(number: int) -> Reply:
        days = "".join(f'<a href="/on/{number}/{day}">{day}</a>' for day in (1, 2, 3))
        html = (
            f"<title>{number}月</title><main><h1>{number}月</h1>{days}<a href='/at/{number + 1}'>›</a></main>"
        )
        return Reply(html.encode())

    server.pages = {"/": article("首頁", ["/at/1"]), **{f"/at/{n}": month(n) for n in range(1, 60)}}
    crawls.write_registry([{"key": "main", "start_urls": [f"{server.url}/"], "max_depth": 5}])
    crawls.crawl()
    assert max(int(path.rsplit("/", 1)[1]) for path in server.paths() if path.startswith("/at/")) == 5
