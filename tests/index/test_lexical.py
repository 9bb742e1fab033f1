"""The lexical index: which passage comes first, and that many threads may ask at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from crawler.page import Page, PageKind
from index.chunk import chunk_page
from index.lexical import LexicalIndex, LexicalWriter
from index.query import weigh
from tests.index.town import FETCHED, matters, page, streets

SECTION = "本節說明辦理的方式與注意的事項。" * 30


def written(folder: Path, pages: list[Page]) -> LexicalIndex:
    """An index of these pages."""
    writer = LexicalWriter(folder / "lexical")
    for each in pages:
        for chunk in chunk_page(each):
            writer.add(each, chunk)
    writer.close()
    return LexicalIndex(folder / "lexical")


def titles(index: LexicalIndex, query: str, limit: int = 10) -> list[str]:
    return [passage.title for passage in index.search(weigh(query), limit)]


@pytest.fixture(scope="module")
def town_index(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    return written(tmp_path_factory.mktemp("lexical"), [*matters(), *streets(100)])


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("低收入戶補助每月多少錢", "低收入戶生活補助"),
        ("沙發要丟哪裡", "大型廢棄傢俱清運"),
        ("停車單可以在超商繳嗎", "路邊停車繳費"),
        ("户籍謄本規費", "戶籍謄本核發"),
        ("櫃檯辦的借閱證可以借幾冊", "圖書館借閱證"),
        ("卡拉ok太吵", "噪音陳情"),
        ("ＯＫ", "噪音陳情"),
    ],
)
def test_the_page_that_says_it_comes_first(town_index: LexicalIndex, query: str, first: str) -> None:
    assert titles(town_index, query)[0] == first


def test_scores_fall_from_the_first_to_the_last(town_index: LexicalIndex) -> None:
    scores = [passage.score for passage in town_index.search(weigh("申請補助"), 10)]
    assert len(scores) > 1
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


def test_a_word_in_the_title_counts_more_than_in_the_text(tmp_path: Path) -> None:
    index = written(tmp_path, [page("text", "公告事項", "有關公園"), page("title", "公園", "有關公告事項")])
    assert titles(index, "公園") == ["公園", "公告事項"]


def test_a_rare_word_counts_more_than_a_common_one(tmp_path: Path) -> None:
    common = [page(f"{number}", f"公告{number}", "游泳池") for number in range(20)]
    index = written(tmp_path, [*common, page("rare", "公告", "溜冰場")])
    assert titles(index, "游泳池與溜冰場", 1) == ["公告"]


def test_a_short_passage_comes_before_a_long_one_that_says_it_as_often(tmp_path: Path) -> None:
    index = written(tmp_path, [page("long", "長", f"{SECTION[:400]}路樹"), page("short", "短", "路樹")])
    assert titles(index, "路樹") == ["短", "長"]


def test_words_of_asking_do_not_outweigh_the_matter(tmp_path: Path) -> None:
    asking = page("asking", "常見問答", "請問要怎麼辦？請問可以怎麼辦？想請問怎麼辦？")
    index = written(tmp_path, [asking, page("matter", "借書證", "借書證在櫃臺領取。")])
    assert titles(index, "請問借書證要怎麼辦")[0] == "借書證"


def test_no_words_find_nothing(town_index: LexicalIndex) -> None:
    assert town_index.search({}, 10) == []
    assert town_index.search({"鑫鑫鑫": 1.0}, 10) == []


def test_a_query_of_thousands_of_different_words_is_answered(town_index: LexicalIndex) -> None:
    endless = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 3_000)) + "沙發床墊大型廢棄傢俱清運"
    assert titles(town_index, endless, 3)[0] == "大型廢棄傢俱清運"


def test_no_more_than_the_limit_is_found(town_index: LexicalIndex) -> None:
    assert len(titles(town_index, "路燈維修", 7)) == 7


def test_passages_come_by_their_ids_and_missing_ids_are_left_out(town_index: LexicalIndex) -> None:
    ids = [chunk.id for each in matters()[:3] for chunk in chunk_page(each)]
    found = town_index.by_ids([*ids, "0" * 24])
    assert found.keys() == set(ids)
    assert all(passage.chunk_id == id_ for id_, passage in found.items())
    assert town_index.by_ids([]) == {}


def test_a_page_is_all_its_passages_in_order_and_none_of_another(tmp_path: Path) -> None:
    parts = [f"## 第{number}節\n\n第{number}節。{SECTION}" for number in range(30)]
    index = written(tmp_path, [page("long", "長頁", "\n\n".join(parts)), page("long/2", "別頁", parts[0])])
    found = index.page("https://town.test/long")
    assert [passage.heading for passage in found] == [f"第{number}節" for number in range(30)]
    assert [passage.position for passage in found] == list(range(30))
    assert index.page("https://town.test/lon") == []


def test_a_passage_has_all_facts_of_its_page(tmp_path: Path) -> None:
    made = page(
        "facts",
        "標題「引號」\\",
        f"## 甲\n\n### 乙\n\n{SECTION}",
        kind=PageKind.ATTACHMENT,
        updated_on=date(2026, 1, 2),
        valid_from=date(2026, 1, 3),
        valid_until=date(2026, 12, 31),
    )
    (passage,) = written(tmp_path, [made]).page(made.url)
    (chunk,) = chunk_page(made)
    assert (passage.chunk_id, passage.text, passage.position) == (chunk.id, chunk.text, 0)
    assert (passage.url, passage.title, passage.site, passage.agency) == (
        made.url,
        made.title,
        "town",
        "示範局",
    )
    assert (passage.heading, passage.kind, passage.page_digest) == ("甲 > 乙", made.kind, made.digest)
    assert (passage.updated_on, passage.valid_from, passage.valid_until) == (
        made.updated_on,
        made.valid_from,
        made.valid_until,
    )
    assert passage.fetched_at == FETCHED
    assert passage.searchable == chunk.searchable


def test_frequency_counts_chunks(town_index: LexicalIndex) -> None:
    assert town_index.frequency("路燈") == 100
    assert town_index.frequency("鑫鑫") == 0


def test_many_threads_get_the_answers_that_one_gets(town_index: LexicalIndex) -> None:
    queries = [each.title for each in (*matters(), *streets(100))] * 3
    alone = [titles(town_index, query, 5) for query in queries]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda query: titles(town_index, query, 5), queries))
    assert together == alone
    assert [found[0] for found in alone] == queries
