"""The second crawl: cheap, right about what changed, and slow to believe that a page is gone."""

import gzip
from typing import Any

from tests.crawler.crawls import Crawled, Crawls
from tests.crawler.pages import article, whole_site
from tests.crawler.site_server import Reply, SiteServer

COUNTS = ("new", "changed", "unchanged", "gone")


def counts(crawled: Crawled) -> dict[str, int]:
    return {name: crawled.total[name] for name in COUNTS}


def page(crawls: Crawls, url: str) -> dict[str, Any]:
    (found,) = crawls.pages("--url", url)
    return found


def test_a_second_crawl_of_an_unchanged_site_transfers_almost_nothing(
    server: SiteServer, crawls: Crawls
) -> None:
    server.pages = dict(whole_site(60))
    assert counts(crawls.crawl()) == {"new": 60, "changed": 0, "unchanged": 0, "gone": 0}
    first = server.sent()
    assert counts(crawls.crawl()) == {"new": 0, "changed": 0, "unchanged": 60, "gone": 0}
    assert server.sent() - first < first * 0.05


def test_new_changed_unchanged_and_gone_pages_are_told_apart(server: SiteServer, crawls: Crawls) -> None:
    server.pages = {
        "/": article("首頁", ["/same", "/edited", "/removed"]),
        "/same": article("不變"),
        "/edited": article("舊版"),
        "/removed": article("即將移除"),
    }
    crawls.crawl()
    before = {path: page(crawls, f"{server.url}{path}") for path in ("/same", "/edited")}
    server.pages["/edited"] = article("新版", ["/added"])
    server.pages["/added"] = article("新增")
    server.pages["/removed"] = Reply(b"gone", status=410)
    assert counts(crawls.crawl()) == {"new": 1, "changed": 1, "unchanged": 2, "gone": 1}
    assert page(crawls, f"{server.url}/same")["digest"] == before["/same"]["digest"]
    assert page(crawls, f"{server.url}/edited")["digest"] != before["/edited"]["digest"]
    assert page(crawls, f"{server.url}/edited")["title"] == "新版"


def test_pages_without_validators_are_compared_by_their_text(server: SiteServer, crawls: Crawls) -> None:
    plain = Reply(article("沒有驗證碼").body)
    server.pages = {"/": plain}
    crawls.crawl()
    server.pages["/"] = Reply(plain.body.replace(b"<main>", b"<!-- rendered 12:00 --><main>"))
    assert counts(crawls.crawl()) == {"new": 0, "changed": 0, "unchanged": 1, "gone": 0}


def test_links_of_an_unchanged_page_are_still_followed(server: SiteServer, crawls: Crawls) -> None:
    server.pages = {"/": article("首頁", ["/later"]), "/later": Reply(b"", status=404)}
    crawls.crawl()
    server.pages["/later"] = article("後來才有的頁面")
    crawls.crawl()
    assert crawls.states()[f"{server.url}/later"] == "live"


def test_a_removed_page_becomes_a_tombstone_at_once(server: SiteServer, crawls: Crawls) -> None:
    server.pages = {"/": article("首頁", ["/a", "/b"]), "/a": article("甲"), "/b": article("乙")}
    crawls.crawl()
    server.pages["/a"] = Reply(b"", status=404)
    server.pages["/b"] = Reply(
        "<title>找不到網頁</title><h1>404</h1><p>您要找的網頁不存在或已移除。</p>".encode()
    )
    assert crawls.crawl().total["gone"] == 2
    assert crawls.states() == {f"{server.url}/": "live", f"{server.url}/a": "gone", f"{server.url}/b": "gone"}


def test_a_page_missing_from_two_complete_crawls_becomes_a_tombstone(
    server: SiteServer, crawls: Crawls
) -> None:
    server.pages = {"/": article("首頁", ["/orphan"]), "/orphan": article("孤立頁")}
    crawls.crawl()
    server.pages["/"] = article("改版後的首頁")
    states = [crawls.crawl() and crawls.states()[f"{server.url}/orphan"] for _ in range(2)]
    assert states == ["live", "gone"]


def test_a_page_that_comes_back_is_live_again(server: SiteServer, crawls: Crawls) -> None:
    server.pages = {"/": article("首頁", ["/a"]), "/a": article("甲")}
    crawls.crawl()
    server.pages["/a"] = Reply(b"", status=404)
    crawls.crawl()
    server.pages["/a"] = article("甲")
    crawls.crawl()
    assert crawls.states()[f"{server.url}/a"] == "live"


def test_a_site_that_is_down_loses_no_page_however_often(server: SiteServer, crawls: Crawls) -> None:
    server.pages = dict(whole_site(8))
    crawls.crawl()
    server.pages, server.fallback = {}, Reply(b"", status=500)
    for _ in range(3):
        crawls.crawl()
    assert set(crawls.states().values()) == {"live"}


def test_an_incomplete_crawl_makes_no_tombstones(server: SiteServer, crawls: Crawls) -> None:
    server.pages = {
        "/": article("首頁", ["/hub"]),
        "/hub": article("轉運", ["/leaf"]),
        "/leaf": article("末頁"),
    }
    crawls.crawl()
    server.pages = {"/": article("首頁", ["/hub"]), "/hub": Reply(b"", status=500), "/leaf": article("末頁")}
    for _ in range(3):
        assert not crawls.crawl().site("main")["complete"]
    assert set(crawls.states().values()) == {"live"}


def test_an_empty_site_does_not_wipe_what_was_stored(server: SiteServer, crawls: Crawls) -> None:
    server.pages = dict(whole_site(12))
    crawls.crawl()
    server.pages, server.fallback = {}, Reply(b"<html><body></body></html>")
    for _ in range(3):
        crawls.crawl()
    live = [state for state in crawls.states().values() if state == "live"]
    assert len(live) >= 11


def test_which_of_two_equal_pages_is_kept_does_not_change_between_crawls(
    server: SiteServer, crawls: Crawls
) -> None:
    same = article("同一件事")
    server.pages = {
        "/": article("首頁", ["/long/name", "/b", "/c"]),
        "/long/name": same,
        "/b": same,
        "/c": same,
    }
    kept = []
    for _ in range(3):
        crawls.crawl()
        kept.append({url for url, state in crawls.states().items() if state == "live"})
    assert kept[0] == kept[1] == kept[2]
    assert len(kept[0]) == 2


def test_what_was_too_heavy_is_left_alone_the_next_time_and_still_counted(
    server: SiteServer, crawls: Crawls
) -> None:
    bomb = Reply(gzip.compress(b"0" * 50_000_000), headers={"Content-Encoding": "gzip"})
    server.pages = {"/": article("首頁", ["/bomb"]), "/bomb": bomb}
    reports = [crawls.crawl() for _ in range(2)]
    assert server.hits("/bomb") == 1
    assert [report.dropped("main") for report in reports] == [{"bomb": 1}, {"bomb": 1}]


def test_another_sites_pages_are_untouched_by_a_crawl_of_one(server: SiteServer, crawls: Crawls) -> None:
    with SiteServer("127.0.0.2") as other:
        server.pages, other.pages = dict(whole_site(4)), dict(whole_site(4, name="他站"))
        crawls.write_registry(
            [{"key": key, "start_urls": [f"{s.url}/"]} for key, s in (("main", server), ("other", other))]
        )
        crawls.crawl()
        asked = len(other.requests)
        for _ in range(3):
            crawls.crawl("--site", "main")
        assert len(other.requests) == asked
        assert len(crawls.pages("--site", "other")) == 4
        assert set(crawls.states("--site", "other").values()) == {"live"}
