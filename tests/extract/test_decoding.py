"""Bytes to text, whatever the page says of itself."""

import pytest

from crawler.page import DropReason
from tests.extract.samples import article, dropped, page

TEXT = "設籍本市滿一年之市民得向區公所申請生活補助,應備文件為身分證及印章,申請期間為每年三月。"
PAGE = article(f"<p>{TEXT}</p>")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp950", "utf-16"])
@pytest.mark.parametrize("declared", ["utf-8", "big5", "none", "x-unknown", "iso-8859-1"])
def test_text_is_read_whatever_encoding_is_declared(encoding: str, declared: str) -> None:
    content_type = "text/html" if declared == "none" else f"text/html; charset={declared}"
    body = PAGE.replace(
        '<meta charset="utf-8">', "" if declared == "none" else f'<meta charset="{declared}">'
    )
    assert page(body.encode(encoding), content_type=content_type).markdown == TEXT


def test_hong_kong_characters_of_big5_are_read() -> None:
    assert (
        "邨嘅"
        in page(
            article(f"<p>{TEXT}邨嘅</p>").replace("utf-8", "big5-hkscs").encode("big5hkscs"),
            content_type="text/html",
        ).markdown
    )


def test_simplified_pages_are_read_when_they_say_so() -> None:
    text = "市民可以向区公所申请补助,办理时间为每日上午,详情请见说明。"
    body = article(f"<p>{text}</p>").replace('charset="utf-8"', 'charset="gb2312"').encode("gb18030")
    assert page(body, content_type="text/html; charset=gb2312").markdown == text


def test_a_few_broken_characters_do_not_lose_a_page() -> None:
    body = PAGE.encode().replace("印章".encode(), "印章".encode()[:-1])
    assert "申請生活補助" in page(body).markdown


def test_text_that_was_encoded_twice_is_put_right() -> None:
    assert page(PAGE.encode().decode("latin-1").encode()).markdown == TEXT


def test_numeric_entities_become_characters() -> None:
    assert page(article("<p>&#22531;里與&#x5CEF;里&amp;峯里居民</p>")).markdown == "堃里與峯里&峯里居民"


def test_bytes_in_no_encoding_are_unreadable_rather_than_garbled() -> None:
    noise = bytes(0x80 + (number * 37) % 127 for number in range(3000))
    assert (
        dropped(b"<html><body><p>" + noise + b"</p></body></html>", content_type="text/html").reason
        is DropReason.UNREADABLE
    )
