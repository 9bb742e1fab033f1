"""`askcity crawl`, `pages` and `sites check` as the operator meets them."""

import json

from tests.crawler.crawls import Crawls
from tests.crawler.faulty_city import closed_port, redirect
from tests.crawler.pages import article, whole_site
from tests.crawler.site_server import Reply, SiteServer

FIELDS = {
    "url", "site", "title", "agency", "markdown", "updated",
    "valid_from", "valid_until", "fetched_at", "digest", "state",
}  # fmt: skip


def test_json_is_one_document_on_stdout_with_counts_by_site_and_in_total(
    server: SiteServer, crawls: Crawls
) -> None:
    server.pages = dict(whole_site(5))
    crawled = crawls.crawl()
    for counts in (crawled.site("main"), crawled.total):
        assert (counts["new"], counts["changed"], counts["unchanged"], counts["gone"], counts["failed"]) == (
            5,
            0,
            0,
            0,
            0,
        )
        assert counts["dropped"] == {}
        assert counts["bytes"] > 0


def test_pages_prints_one_json_line_a_page_with_the_fields_of_the_contract(
    server: SiteServer, crawls: Crawls
) -> None:
    server.pages = dict(whole_site(4))
    crawls.crawl()
    pages = crawls.pages("--site", "main")
    assert len(pages) == 4
    assert all(page.keys() >= FIELDS for page in pages)
    assert {page["agency"] for page in pages} == {"示範局"}
    assert all(len(page["digest"]) == 64 and page["fetched_at"].endswith(("Z", "+00:00")) for page in pages)


def test_pages_of_one_url_are_that_page_alone(server: SiteServer, crawls: Crawls) -> None:
    server.pages = dict(whole_site(4))
    crawls.crawl()
    (page,) = crawls.pages("--url", f"{server.url}/p/2")
    assert page["title"] == "頁面第2號"


def test_only_the_named_sites_are_crawled(server: SiteServer, crawls: Crawls) -> None:
    server.pages = dict(whole_site(3))
    with SiteServer("127.0.0.2") as other:
        crawls.write_registry(
            [{"key": key, "start_urls": [f"{s.url}/"]} for key, s in (("main", server), ("other", other))]
        )
        crawls.crawl("--site", "main")
        assert other.requests == []


def test_a_site_that_the_registry_does_not_hold_is_refused_in_one_line(crawls: Crawls) -> None:
    crawled = crawls.crawl("--site", "nowhere")
    assert crawled.code != 0
    assert crawled.out == ""
    assert "nowhere" in crawled.err
    assert len(crawled.err.strip().splitlines()) == 1


def test_a_crawl_that_reaches_no_site_fails_in_one_line(crawls: Crawls) -> None:
    crawls.write_registry([{"key": "down", "start_urls": [f"http://127.0.1.200:{closed_port()}/"]}])
    crawled = crawls.crawl()
    assert crawled.code != 0
    assert "no site" in crawled.err.strip().splitlines()[-1].lower()


def test_progress_is_plain_lines_where_there_is_no_terminal(server: SiteServer, crawls: Crawls) -> None:
    server.pages = dict(whole_site(5))
    done = crawls.run("crawl", "--sites", str(crawls.registry))
    assert done.code == 0
    assert "main" in done.out + done.err
    assert "\x1b" not in done.out + done.err


def test_sites_check_tells_ok_dead_moved_disallowed_and_empty_apart(
    server: SiteServer, crawls: Crawls
) -> None:
    server.pages = {
        "/ok": article("正常"),
        "/moved": redirect("http://127.0.0.3:9/"),
        "/private": article("不給看"),
        "/empty": Reply(b"<html><body></body></html>"),
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /private\n", content_type="text/plain"),
    }
    urls = {key: f"{server.url}/{key}" for key in ("ok", "moved", "private", "empty")}
    urls["dead"] = f"http://127.0.1.200:{closed_port()}/"
    crawls.write_registry({"key": key, "start_urls": [url]} for key, url in urls.items())
    done = crawls.run("sites", "check", "--sites", str(crawls.registry), "--json")
    assert done.code == 0, done.err
    outcomes = {check["site"]: check["outcome"] for check in json.loads(done.out)}
    assert outcomes == {
        "ok": "ok",
        "dead": "dead",
        "moved": "moved",
        "private": "disallowed",
        "empty": "empty",
    }
