"""Whatever bytes come, extraction returns a page or a reason, soon."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.extract import extract
from crawler.page import Dropped, Extracted
from tests.extract.samples import CMS, MUSEUM, TABLES, WEBLOG, article, fetched

TAGS = st.sampled_from(
    [
        "div",
        "p",
        "table",
        "tr",
        "td",
        "th",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "a",
        "h1",
        "h2",
        "h3",
        "span",
        "font",
        "b",
        "main",
        "article",
        "nav",
        "br",
        "title",
        "body",
        "html",
        "base",
        "time",
    ]
)
PARTS = st.one_of(
    TAGS.map("<{}>".format),
    TAGS.map("</{}>".format),
    st.sampled_from(
        ["<a href='//[x'>", "<base href='http://['>", "<td rowspan=99999 colspan=0>", "<ol start=999999999999>", "&#xD800;", "&#0;", "<time datetime=x>", "活動日期:115年2月30日", "更新日期:999-99-99",
         "<script type='application/ld+json'>{\"@type\":[", "</script>", "<script>window.x={\"content\":1}</script>", "<p style='color:#zzz'>", "]]>", "<![CDATA[", "<meta http-equiv=refresh content='0;url'>"]
    ),
    st.text(max_size=20),
)  # fmt: skip
TYPES = st.sampled_from(
    ["text/html", "text/html; charset=big5", "text/html; charset=\x00", "application/pdf", "", "text/plain"]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PARTS, max_size=60), TYPES)
def test_any_markup_gives_a_page_or_a_reason(parts: list[str], content_type: str) -> None:
    found = extract(fetched("".join(parts).encode("utf-8", "surrogatepass"), content_type=content_type))
    assert isinstance(found, Dropped) or (found.title and found.markdown)
    assert not isinstance(found, Dropped) or not found.detail.startswith(
        ("TypeError", "KeyError", "AttributeError", "IndexError", "ValueError", "RecursionError")
    )


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), TYPES)
def test_any_bytes_give_a_page_or_a_reason(body: bytes, content_type: str) -> None:
    assert isinstance(extract(fetched(body, content_type=content_type)), (Extracted, Dropped))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([CMS, MUSEUM, TABLES, WEBLOG]), st.integers(0, 3000), st.integers(0, 400))
def test_pages_with_a_piece_missing_give_a_page_or_a_reason(body: str, start: int, count: int) -> None:
    assert isinstance(extract(fetched(body[:start] + body[start + count :])), (Extracted, Dropped))


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000,
        "<font>" * 20_000 + "<p>甲</p>",
        "<table><tr><td>" * 5_000 + "甲",
        "<ul><li>" * 5_000 + "甲",
        article("<a href='/x'>" * 20_000),
        article("<p>" + "(" * 50_000 + "</p>"),
        article("<p>活動日期:" + "115年" * 20_000 + "</p>"),
        article("<p>" + "更新日期" * 20_000 + "</p>"),
        article("<p>" + " \u3000" * 50_000 + "甲</p>"),
        article("<p>[" + "[](" * 20_000 + "</p>"),
        article("<p>" + "<br>" * 50_000 + "甲</p>"),
        article("".join(f"<div class='c{n}'><p>段落{n}</p></div>" for n in range(8_000))),
    ],
    ids=range(12),
)  # fmt: skip
def test_pages_built_to_be_slow_are_not(body: str) -> None:
    begun = time.process_time()
    extract(fetched(body))
    assert time.process_time() - begun < 5.0
