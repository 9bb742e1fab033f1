"""A citizen's words as weighted search tokens."""

import pytest

from index.query import FILLER_WEIGHT, matter, traditional, weigh


@pytest.mark.parametrize(
    ("simplified", "expected"),
    [
        ("垃圾车几点来", "垃圾車幾點來"),
        ("怎么申请低收入户补助", "怎麼申請低收入戶補助"),
        ("图书馆借阅证", "圖書館借閱證"),
    ],
)
def test_simplified_characters_become_traditional(simplified: str, expected: str) -> None:
    assert traditional(simplified) == expected


@pytest.mark.parametrize(
    "written",
    [
        "台中的里長辦公處在哪裡",
        "吃到壞掉的食物面積多大",
        "烟斗、占用騎樓、床鋪、雇主、周五",
        "后里區公所與峰、秘書、朴子、干擾",
        "皇后街云林路",
        "LINE pay",
        "",
    ],
)
def test_traditional_text_stays_as_it_is(written: str) -> None:
    assert traditional(written) == written


def test_filler_words_weigh_less_than_words_of_the_matter() -> None:
    weights = weigh("請問垃圾車什麼時候來")
    assert weights["垃圾"] == weights["圾車"] == 1.0
    assert weights["請問"] == weights["什麼"] == weights["時候"] == FILLER_WEIGHT < 0.5


def test_a_repeated_word_weighs_as_often_as_it_is_said() -> None:
    assert weigh("停車 停車")["停車"] == 2.0


@pytest.mark.parametrize("query", ["", "  ", "？？？", "😀"])
def test_a_query_without_words_has_no_tokens(query: str) -> None:
    assert weigh(query) == {}


def test_the_matter_is_what_stands_between_words_of_asking() -> None:
    assert matter("請問借書證怎麼辦？") == ["借書證", "?"]
    assert matter("請問") == []
