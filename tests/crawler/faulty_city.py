"""A city of small sites, each with one kind of trouble, crawled once for all the tests that look at the outcome."""

import gzip
import io
import itertools
import socket
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from tests.crawler.crawls import Crawled, Crawls
from tests.crawler.pages import article, listing, text
from tests.crawler.site_server import Answer, Reply, SiteServer

MEGABYTE = 1 << 20
HTML = "text/html; charset=utf-8"
XML = "application/xml"


@dataclass
class FaultyCity:
    """The servers by site key, what the crawl reported and what it stored."""

    servers: Mapping[str, SiteServer]
    canary: SiteServer
    crawls: Crawls
    crawled: Crawled

    @cached_property
    def pages(self) -> list[dict[str, Any]]:
        """All stored pages."""
        return self.crawls.pages()

    def stored(self, key: str) -> set[str]:
        """Paths of the live pages of one site."""
        url = self.servers[key].url
        return {
            page["url"].removeprefix(url)
            for page in self.pages
            if page["site"] == key and page["state"] == "live"
        }


@contextmanager
def crawled_city(folder: Path) -> Iterator[FaultyCity]:
    """Start the city's servers, crawl them once, keep them until the tests are over."""
    with ExitStack() as stack:
        canary = stack.enter_context(SiteServer("127.0.0.9"))
        servers = {
            key: stack.enter_context(SiteServer(f"127.0.1.{number}"))
            for number, key in enumerate(SITES, start=1)
        }
        for key, server in servers.items():
            SITES[key](server, canary)
        crawls = Crawls(folder)
        crawls.write_registry(
            [
                *(
                    {"key": key, "start_urls": [f"{server.url}/"], **FIELDS.get(key, {})}
                    for key, server in servers.items()
                ),
                {"key": "down", "start_urls": [f"http://127.0.1.200:{closed_port()}/"]},
            ]
        )
        yield FaultyCity(servers, canary, crawls, crawls.crawl())


def closed_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.1.200", 0))
        port: int = probe.getsockname()[1]
        return port


def failing_first(times: int, failure: Reply, then: Reply) -> Answer:
    """Answer `failure` so many times, then `then`."""
    replies = itertools.chain([failure] * times, itertools.repeat(then))
    return lambda path: next(replies)


def redirect(target: str, status: int = 302) -> Reply:
    """Send the client elsewhere."""
    return Reply(b"", status=status, headers={"Location": target})


def _robots(server: SiteServer, canary: SiteServer) -> None:
    server.pages = {
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /secret\n", content_type="text/plain"),
        "/": article("公開首頁", ["/open", "/secret/plan"]),
        "/open": article("公開事項"),
        "/secret/plan": article("內部事項"),
    }


def _robots_broken(server: SiteServer, canary: SiteServer) -> None:
    server.pages = {"/robots.txt": Reply(b"", status=503), "/": article("維護中的首頁")}


def _redirects(server: SiteServer, canary: SiteServer) -> None:
    hops = {f"/hop/{number}": redirect(f"/hop/{number + 1}") for number in range(12)}
    server.pages = {
        "/": article("轉址首頁", ["/moved", "/loop", "/hop/0", "/away", "/file"]),
        "/moved": redirect("/target", 301),
        "/target": article("搬遷後的頁面"),
        "/loop": redirect("/loop"),
        **hops,
        "/hop/12": article("太遠的頁面"),
        "/away": redirect(f"{canary.url}/taken"),
        "/file": redirect("file:///etc/passwd"),
    }


def _errors(server: SiteServer, canary: SiteServer) -> None:
    server.pages = {
        "/": article(
            "故障首頁", ["/missing", "/removed", "/broken", "/flaky", "/busy", "/cut", "/soft", "/fine"]
        ),
        "/removed": Reply(b"gone", status=410),
        "/broken": Reply(b"internal error", status=500),
        "/flaky": failing_first(1, Reply(b"", status=503), article("時好時壞的頁面")),
        "/busy": failing_first(
            1, Reply(b"", status=429, headers={"Retry-After": "1"}), article("忙線的頁面")
        ),
        "/cut": Reply(article("中斷的頁面").body, truncated=True),
        "/soft": Reply(
            "<title>找不到網頁</title><h1>404</h1><p>很抱歉,您要找的網頁不存在或已移除。</p>".encode()
        ),
        "/fine": article("正常的頁面"),
    }


def _bombs(server: SiteServer, canary: SiteServer) -> None:
    zeros = b"<p>" + b"0" * (64 * MEGABYTE)
    deflated = zlib.compress(zeros, 9)
    bombs = {"/gzip": (gzip.compress(zeros, 9), "gzip"), "/deflate": (deflated, "deflate")}
    bombs["/nested"] = (gzip.compress(gzip.compress(zeros, 9)), "gzip, gzip")
    server.pages = {
        "/": article("炸彈首頁", [*bombs, "/large", "/endless", "/fine"]),
        **{path: Reply(body, headers={"Content-Encoding": coding}) for path, (body, coding) in bombs.items()},
        "/large": Reply(b"x" * (21 * MEGABYTE)),
        "/endless": Reply(b"<p>x</p>" * 8192, endless=True),
        "/fine": article("炸彈旁的頁面"),
    }


def _traps(server: SiteServer, canary: SiteServer) -> None:
    def endless(path: str) -> Reply:
        seed = zlib.crc32(path.encode())
        if path.startswith("/calendar/"):
            year, month = 2031 + seed % 900, seed % 12 + 1
            return article(
                f"行事曆{path}", [f"/calendar/{year}/{month:02}/", f"/calendar/?cal={year}-{month:02}"]
            )
        if path.startswith("/list?page="):
            number = int(path.removeprefix("/list?page="))
            return article(
                f"公告列表{min(number, 4)}", [f"/list?page={number + 1}"], body=text(f"列表{min(number, 4)}")
            )
        if path.startswith("/session"):
            return article("工作階段", [f"/session?sid={seed:08x}", f"/session;jsessionid={seed:08X}"])
        return Reply(b"<h1>Not Found</h1>", status=404)

    server.fallback = endless
    server.pages = {
        "/": article("陷阱首頁", ["/calendar/2031/05/", "/list?page=1", "/session?sid=0000abcd", "/fine"]),
        "/fine": article("陷阱旁的頁面"),
    }


def _duplicates(server: SiteServer, canary: SiteServer) -> None:
    same = text("同一件事")
    variants = ["/a", "/a?utm_source=line", "/a#top", "/copy/of/a", "/print/a"]
    server.pages = {
        "/": article("重複首頁", [*variants, "/b?n=1&s=2", "/b?n=2&s=1"]),
        "/a": article("同一件事", body=same),
        "/a?utm_source=line": article("同一件事", body=same),
        "/copy/of/a": article("同一件事", body=same),
        "/print/a": article("同一件事", body=same),
        "/b?n=1&s=2": article("第一節第二段"),
        "/b?n=2&s=1": article("第二節第一段"),
    }


def _discovery(server: SiteServer, canary: SiteServer) -> None:
    def urlset(*paths: str) -> bytes:
        entries = "".join(f"<url><loc>{server.url}{path}</loc></url>" for path in paths)
        return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'.encode()

    def index(*paths: str) -> bytes:
        entries = "".join(f"<sitemap><loc>{server.url}{path}</loc></sitemap>" for path in paths)
        return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'.encode()

    feed = (
        f"<rss version='2.0'><channel><item><link>{server.url}/in-feed</link></item></channel></rss>".encode()
    )
    alternate = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    server.pages = {
        "/robots.txt": Reply(f"Sitemap: {server.url}/index.xml\n".encode(), content_type="text/plain"),
        "/index.xml": Reply(index("/part.xml.gz", "/laughs.xml"), content_type=XML),
        "/part.xml.gz": Reply(gzip.compress(urlset("/in-sitemap")), content_type="application/gzip"),
        "/laughs.xml": Reply(_billion_laughs(), content_type=XML),
        "/": article("探索首頁", ["/sitemap.aspx?n=7", "/feed.xml", "/doc"], head=alternate),
        "/sitemap.aspx?n=7": listing("網站導覽", ["/News.aspx?n=1&sms=2"]),
        "/News.aspx?n=1&sms=2": article("導覽中的頁面"),
        "/feed.xml": Reply(feed, content_type="application/rss+xml"),
        "/in-sitemap": article("地圖中的頁面"),
        "/in-feed": article("訂閱中的頁面"),
        "/doc": article("附件頁面", body=f'{text("附件")}<a href="/form.pdf">申請書下載</a>'),
        "/form.pdf": Reply(_pdf(), content_type="application/pdf"),
    }


def _billion_laughs() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]><urlset><url><loc>&e11;</loc></url></urlset>'.encode()


def _pdf() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file)
    for line in range(12):
        canvas.drawString(
            60, 780 - line * 20, f"Application form, line {line + 1}: name, address, fee NT${line * 10}"
        )
    canvas.save()
    return file.getvalue()


def _links(server: SiteServer, canary: SiteServer) -> None:
    foreign = [
        f"{canary.url}/foreign",
        "mailto:a@example.gov.tw",
        "javascript:alert(1)",
        "ftp://127.0.0.9/x",
        "http://[bad",
    ]
    secret = f"{server.url.replace('//', '//user:secret@')}/with-password"
    server.pages = {"/": article("連結首頁", [*foreign, secret, "/fine"]), "/fine": article("連結旁的頁面")}


def _tree(server: SiteServer, canary: SiteServer) -> None:
    server.pages = {
        "/": article("樹首頁", [f"/{branch}" for branch in range(8)]),
        **{f"/{branch}": article(f"第{branch}枝", [f"/{branch}/leaf"]) for branch in range(8)},
        **{f"/{branch}/leaf": article(f"第{branch}葉") for branch in range(8)},
    }


def _rules(server: SiteServer, canary: SiteServer) -> None:
    server.pages = {
        "/": article("規則首頁", ["/en/about", "/login", "/keep"]),
        "/keep": article("保留的頁面"),
        "/en/about": article("不要的頁面"),
        "/login": article("登入頁面"),
    }


def _silent(server: SiteServer, canary: SiteServer) -> None:
    server.pages = {
        "/": article("安靜首頁", ["/hangs", "/fine"]),
        "/hangs": Reply(hangs=True),
        "/fine": article("答得出的頁面"),
    }


SITES: dict[str, Callable[[SiteServer, SiteServer], None]] = {
    "robots": _robots,
    "robots-broken": _robots_broken,
    "redirects": _redirects,
    "errors": _errors,
    "bombs": _bombs,
    "traps": _traps,
    "duplicates": _duplicates,
    "discovery": _discovery,
    "links": _links,
    "deep": _tree,
    "many": _tree,
    "rules": _rules,
    "silent": _silent,
}

FIELDS: dict[str, dict[str, object]] = {
    "deep": {"max_depth": 1},
    "many": {"max_pages": 5},
    "rules": {"deny": ["/en/"]},
    "traps": {"max_pages": 300},
}
