"""Real answers of a real city's FAQ, messy as they are, lose nothing on their way through extraction.

Needs a folder with `taipei_faq.jsonl.xz` (open data), named by the variable ASKCITY_BENCH_DATA.
"""

import html
import json
import lzma
import os
import re
from pathlib import Path

import pytest

from crawler.extract import extract
from crawler.page import Extracted, PageKind
from tests.extract.f1 import MARKUP
from tests.extract.samples import fetched

DATA = Path(os.environ.get("ASKCITY_BENCH_DATA", "")) / "taipei_faq.jsonl.xz"
UNSHOWN = re.compile(r"<!--.*?-->|<title>.*?</title>|<[^>]+>", re.DOTALL | re.IGNORECASE)
GRAM = 6


def grams(text: str) -> set[str]:
    squeezed = re.sub(r"[\W_]+", "", html.unescape(UNSHOWN.sub(" ", text)))
    return {squeezed[start : start + GRAM] for start in range(max(1, len(squeezed) - GRAM + 1))}


def page_of(row: dict[str, str]) -> str:
    title, answer = html.escape(row["question"]), row["answer_html"]
    if not re.search(r"</?[a-z]+\b[^>]*>", answer, re.IGNORECASE):
        answer = "".join(f"<p>{html.escape(line)}</p>" for line in answer.splitlines() if line.strip())
    return (
        f'<html><head><meta charset="utf-8"><title>某某局-{title}</title></head><body><header><h1><a href="/">某某局</a></h1>'
        f'<nav><ul><li><a href="/a">最新消息</a></li></ul></nav></header><div class="breadcrumb">首頁 &gt; 常見問答</div>'
        f'<main id="C"><h2>{title}</h2><div class="area-essay page-caption-p">{answer}<p class="date">更新日期:{row["posted"]}</p></div></main>'
        "<aside><h3>熱門連結</h3><ul><li><a href='/b'>公告</a></li></ul></aside><footer><p>版權所有 網站更新日期 2026-11-01</p></footer></body></html>"
    )


@pytest.mark.bench_data
@pytest.mark.skipif(not DATA.is_file(), reason="ASKCITY_BENCH_DATA names no folder with the data")
def test_no_real_answer_is_lost() -> None:
    with lzma.open(DATA, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    lost, undated = [], []
    for row in rows:
        row["answer_html"] = (
            html.unescape(row["answer_html"]) if "&lt;" in row["answer_html"] else row["answer_html"]
        )
        found = extract(fetched(page_of(row)))
        assert isinstance(found, Extracted), (row["id"], found)
        assert found.kind is PageKind.ARTICLE, row["id"]
        wanted = grams(row["answer_html"])
        # grams across the borders of list numbers and repeated cells differ, so a few may
        if len(wanted - grams(MARKUP.sub("\n", found.markdown))) > 3 + 0.45 * len(wanted):
            lost.append(row["id"])
        if str(found.updated_on) != row["posted"]:
            undated.append(row["id"])
    assert lost == []
    assert undated == []
