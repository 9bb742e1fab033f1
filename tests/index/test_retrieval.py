"""Retrieval over a real generation: what is found, in which order, what is left out and why."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from index.passage import Rejection
from index.retrieve import Generation
from tests.index.town import MATTERS, TODAY, Town, matters, page

LAST_DAY = date(2026, 6, 30)
RINK = (
    "溜冰場在公園旁，每日上午九時至下午五時開放，入場前請先購票並穿著護具，十二歲以下兒童須由家長陪同入場。"
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The matters, and an ice rink about which too much was written."""
    town = Town(tmp_path_factory.mktemp("retrieval") / "data")
    town.write(
        *matters(),
        page("rink/a", "溜冰場開放時間", f"{RINK}電話07-1110001。"),
        page("rink/b", "溜冰場開放時間", f"{RINK}電話07-1110001。"),
        page("rink/c", "溜冰場開放時間", f"{RINK}電話07-1110002。"),
        page("sale", "清涼一夏泳衣折扣", "泳衣折扣活動，憑泳池票根八折。", valid_until=LAST_DAY),
        page(
            "fee/old",
            "殯葬設施收費標準",
            "火化費每具二千元，骨灰櫃位每座三萬元起。",
            updated_on=date(2020, 1, 1),
        ),
        page(
            "fee/new",
            "殯葬設施收費標準",
            "火化費每具四千元，骨灰櫃位每座五萬元起。",
            updated_on=date(2026, 1, 1),
        ),
    )
    town.build()
    yield town
    town.close()


def urls(town: Town, query: str, k: int = 50, today: date = TODAY) -> list[str]:
    return [
        passage.url.removeprefix("https://town.test/") for passage in town.search(query, k, today).passages
    ]


@pytest.mark.parametrize("title", MATTERS)
def test_every_matter_is_found_first_by_its_name(generation: Generation, title: str) -> None:
    assert generation.retrieve(title, TODAY, 1).passages[0].title == title


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("户籍謄本一張多少錢？", "戶籍謄本核發"),
        ("图书馆的借阅证怎么办", "圖書館借閱證"),
        ("請問沙發壞了，該怎麼丟？", "大型廢棄傢俱清運"),
        ("卡拉ｏｋ半夜還在吵", "噪音陳情"),
    ],
)
def test_citizens_words_find_the_page(generation: Generation, query: str, title: str) -> None:
    assert generation.retrieve(query, TODAY, 1).passages[0].title == title


def test_simplified_and_traditional_questions_find_the_same(generation: Generation) -> None:
    simplified, traditional = (
        generation.retrieve(query, TODAY, 5).passages for query in ("图书馆借阅证", "圖書館借閱證")
    )
    assert simplified == traditional


def test_same_text_again_stands_behind_what_has_other_numbers(town: Town) -> None:
    found = urls(town, "溜冰場幾點開放")
    assert set(found[:2]) in ({"rink/a", "rink/c"}, {"rink/b", "rink/c"})
    assert {"rink/a", "rink/b", "rink/c"} <= set(found)


def test_an_expired_page_is_in_through_its_last_day_and_out_after(town: Town) -> None:
    question = "泳衣折扣"
    assert urls(town, question, 1, LAST_DAY - timedelta(days=1)) == ["sale"]
    assert urls(town, question, 1, LAST_DAY) == ["sale"]
    assert "sale" not in urls(town, question, 50, LAST_DAY + timedelta(days=1))


def test_a_newer_page_on_the_same_matter_comes_before_the_older_one(town: Town) -> None:
    assert urls(town, "火化費每具二千元收費標準", 2) == ["fee/new", "fee/old"]


def test_scores_fall_in_the_order_of_the_passages(town: Town) -> None:
    scores = [passage.score for passage in town.search("火化費每具二千元收費標準").passages]
    assert scores == sorted(scores, reverse=True)


def test_what_was_left_out_is_kept_with_the_reason(town: Town) -> None:
    after = LAST_DAY + timedelta(days=1)
    found = town.search("泳衣折扣", 3, after)
    assert len(found.passages) == 3
    reasons = {rejected.passage.url: rejected.reason for rejected in found.rejected}
    assert reasons.pop("https://town.test/sale") is Rejection.EXPIRED
    assert set(reasons.values()) == {Rejection.BELOW_CUT}
    assert len(found.passages) + len(found.rejected) == len(matters()) + 6
    everything = [each.chunk_id for each in (*found.passages, *(each.passage for each in found.rejected))]
    assert len(set(everything)) == len(everything)


def test_a_retrieval_tells_its_query_its_generation_and_the_time_of_each_step(town: Town) -> None:
    found = town.search("泳池 票价多少钱")
    assert found.query == "泳池 票价多少钱"
    assert found.generation == town.generations.current()
    assert found.timings_ms.keys() == {"understand", "find", "rank"}
    assert all(milliseconds > 0 for milliseconds in found.timings_ms.values())


def test_every_passage_tells_why_it_was_found(town: Town) -> None:
    for passage in town.search("溜冰場").passages:
        assert passage.why.keys() >= {"bm25", "cosine", "lexical", "widened", "kind"}


@pytest.mark.parametrize("k", [1, 3, 100])
def test_no_more_than_k_are_found(generation: Generation, k: int) -> None:
    assert len(generation.retrieve("申請補助", TODAY, k).passages) == min(k, len(MATTERS))


@pytest.mark.parametrize("query", ["", " ", "？", "😀", "a" * 5_000, "停車" * 5_000, "\x00", "\ud83d"])
def test_no_query_fails(generation: Generation, query: str) -> None:
    assert generation.retrieve(query, TODAY, 3).query == query
