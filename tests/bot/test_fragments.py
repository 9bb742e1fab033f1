"""Links to quotes lead to the quote: as they are written, and in a real browser."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser

from bot.fragments import link
from tests.browser import chromium

PAGE = "https://civil.demo.localhost/a?b=1"


@pytest.mark.parametrize(
    ("quote", "fragment"),
    [
        ("fee, 07-123 & more", "fee%2C%2007%2D123%20%26%20more"),
        ("**50** 元", "50%20%E5%85%83"),
        ("- [form](/x.pdf) here", "form%20here"),
        ("| first cell | b | last cell |", "first%20cell,last%20cell"),
        ("a_b 1\\*2", "a_b%201%2A2"),
    ],
)
def test_what_stands_in_the_link(quote: str, fragment: str) -> None:
    assert link(PAGE, quote) == f"{PAGE}#:~:text={fragment}"


def test_a_long_quote_is_given_by_its_ends() -> None:
    text = "First of all comes this clause, " + "then many more words follow, " * 5 + "and this is the end."
    assert link(PAGE, text) == f"{PAGE}#:~:text=First%20of,the%20end."


def test_a_quote_without_text_is_the_page() -> None:
    assert link(PAGE, " | | ") == PAGE


def test_an_anchor_of_the_page_is_kept() -> None:
    assert link(f"{PAGE}#part", "word") == f"{PAGE}#part:~:text=word"


LONG = (
    "設籍本市滿一年以上之市民，得檢附申請書、身分證影本及郵局存摺封面，"
    "於每年三月一日至三月三十一日向戶籍所在地之區公所提出申請，逾期不予受理；"
    "經審核通過者，補助款將於六月底前撥入申請人帳戶。"
)
QUOTES = {
    "short": ("遺失補發每張200元。", "<p>換發每張50元。遺失補發每張200元。</p>"),
    "signs": ("電話07-799-5678，A&B窗口", "<p>電話07-799-5678，A&amp;B窗口受理。</p>"),
    "bold": ("規費**每張200元**，當場繳納。", "<p>規費<b>每張200元</b>，當場繳納。</p>"),
    "linked": ("請填[申請表](/f.pdf)後送件。", '<p>請填<a href="/f.pdf">申請表</a>後送件。</p>'),
    "long": (LONG, f"<p>前言在此。{LONG}其他事項另行公告。</p>"),
    "row": (
        "| 初領國民身分證 | 免費 | 當日核發 |",
        "<table><tr><td>初領國民身分證</td><td>免費</td><td>當日核發</td></tr></table>",
    ),
    "item": ("- 二年內所攝相片一張", "<ul><li>二年內所攝相片一張</li></ul>"),
}
FILLER = "<div style='height:4000px'>上面的內容</div>"


class Pages(BaseHTTPRequestHandler):
    """Each quote far down on a page of its own."""

    def do_GET(self) -> None:
        _, html = QUOTES.get(self.path.strip("/"), ("", ""))
        body = f"<!doctype html><meta charset=utf-8><title>x</title>{FILLER}{html}{FILLER}".encode()
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.02))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


@pytest.mark.browser
@pytest.mark.parametrize("name", QUOTES)
def test_a_browser_scrolls_to_the_quote(browser: Browser, site: str, name: str) -> None:
    page = browser.new_page()
    page.goto(link(f"{site}/{name}", QUOTES[name][0]))
    page.wait_for_function("window.scrollY > 2000", timeout=10_000)
    page.close()


@pytest.mark.browser
def test_a_browser_stays_at_the_top_for_words_that_are_not_there(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(link(f"{site}/short", "這句話並不存在"))
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.scrollY") == 0
    page.close()
