"""Articles, lists, and what is no page."""

import pytest

from crawler.extract import extract
from crawler.page import DropReason, PageKind
from tests.extract.samples import article, dropped, fetched, page


def links(count: int, prefix: str = "/s/", suffix: str = "") -> str:
    return "".join(
        f'<li><a href="{prefix}{number}{suffix}">如何申請第{number}類津貼</a> <time>115-11-0{number % 9 + 1}</time></li>'
        for number in range(count)
    )


@pytest.mark.parametrize(
    "content",
    [
        f"<ul>{links(20)}</ul><p><a href='/list/2'>下一頁</a></p>",
        f"<div class='area-essay'><ul>{links(20)}</ul><p><a href='/list/2'>下一頁</a></p></div>",
        "<table><tr><th>日期</th><th>標題</th><th>單位</th></tr>"
        + "".join(
            f"<tr><td>115-11-0{n}</td><td><a href='/s/{n}'>公告事項第{n}號</a></td><td>社會局</td></tr>"
            for n in range(1, 9)
        )
        + "</table>",
        "<table><tr><td>序號</td><td>標題</td><td>發布日期</td></tr>"
        "<tr><td>1</td><td><a href='/s/1'>火化預約與收費</a></td><td>115-10-18</td></tr></table><p>第1頁 / 共1頁</p>",
        "".join(
            f"<article><h2><a href='/p/{n}'>活動{n}開跑</a></h2><p>這是活動{n}的摘要,說明時間、地點與報名方式。</p></article>"
            for n in range(5)
        ),
    ],
)
def test_a_page_that_leads_to_pages_is_a_list(content: str) -> None:
    found = page(article(content, "公告"))
    assert found.kind is PageKind.LIST
    assert "](https://social.city.example/" in found.markdown


@pytest.mark.parametrize(
    "content",
    [
        f"<p>請下載下列表單。</p><ul>{links(8, '/f/', '.odt')}</ul>",
        "<p>設籍本市年滿65歲之市民得申請本服務,請持身分證向戶籍地區公所辦理,詳細說明如下。</p><ul><li><a href='/a'>資格</a></li><li><a href='/b'>費用</a></li><li><a href='/c'>地點</a></li></ul>",
        "<h3>可以補領嗎?</h3><p>可追溯三個月。</p><h3>要帶什麼?</h3><p>身分證。</p><h3>多久?</h3><p>七日。</p>",
        "<p><a href='/more'>請見路燈報修</a></p>",
        "<p>不行。</p>",
    ],
)
def test_a_page_with_something_to_say_is_an_article_however_short(content: str) -> None:
    assert page(article(content)).kind is PageKind.ARTICLE


def test_a_start_page_of_links_is_a_list() -> None:
    assert page(article("<p><a href='/list/0'>常見問答</a></p>"), "https://x.example/").kind is PageKind.LIST


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (article("<p>很抱歉,找不到您要的頁面。</p>", "找不到頁面"), DropReason.SOFT_404),
        (article("<p>查無資料</p>", "公告"), DropReason.SOFT_404),
        (
            "<html><title>市府</title><body><h1>Page not found</h1><p><a href='/'>Home</a></p></body></html>",
            DropReason.SOFT_404,
        ),
        (
            "<html><title>Request Rejected</title><body>The requested URL was rejected. Your support ID is: 1</body></html>",
            DropReason.BLOCK_PAGE,
        ),
        ("<html><body><p>您的連線已被防火牆阻擋,請洽管理員。</p></body></html>", DropReason.BLOCK_PAGE),
        (
            "<html><title>Just a moment...</title><body>Checking your browser</body></html>",
            DropReason.BLOCK_PAGE,
        ),
        (
            "<html><title>會員登入</title><body><form>帳號<input>密碼<input type=password></form></body></html>",
            DropReason.LOGIN,
        ),
        (article("<p>本頁建置中。</p>"), DropReason.EMPTY),
        (article("<p>目前無資料</p>"), DropReason.EMPTY),
        (article("<p>更新日期:115-11-01</p>"), DropReason.EMPTY),
        ("<html><body></body></html>", DropReason.EMPTY),
        ("   ", DropReason.EMPTY),
    ],
)
def test_error_block_login_and_empty_pages_are_dropped_with_their_reason(
    body: str, reason: DropReason
) -> None:
    assert dropped(body).reason is reason


def test_pages_about_errors_blocks_and_logins_are_kept() -> None:
    assert page(article("<p>網頁顯示找不到頁面時,請清除瀏覽器暫存後再試一次。</p>", "為什麼網頁打不開?"))
    assert page(article("<p>忘記密碼者,請以註冊之電子郵件重設。</p>", "忘記密碼怎麼辦"))
    assert page(article(f"<p>{'本局於各辦公處所設置防火牆並定期更新規則。' * 3}</p>", "資訊安全政策"))


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("image/png", b"\x89PNG\r\n" + bytes(100)),
        ("application/rss+xml", b"<?xml version='1.0'?><rss></rss>"),
        ("video/mp4", bytes(600)),
        ("application/msword", b"\xd0\xcf\x11\xe0" + bytes(600)),
    ],
)
def test_what_is_neither_page_nor_document_is_unsupported(content_type: str, body: bytes) -> None:
    assert dropped(body, content_type=content_type).reason is DropReason.UNSUPPORTED_TYPE


def test_pages_are_known_by_their_bytes_when_the_type_is_wrong() -> None:
    assert page(article("<p>甲。</p>"), content_type="application/octet-stream").markdown == "甲。"


def test_an_error_status_is_no_page() -> None:
    assert extract(fetched(article("<p>甲。</p>"), status=500)).reason is DropReason.HTTP_ERROR  # type: ignore[union-attr]


def test_html_beyond_the_limit_is_too_large() -> None:
    assert dropped("<html><body><p>" + "甲" * 2_000_000 + "</p></body></html>").reason is DropReason.TOO_LARGE
