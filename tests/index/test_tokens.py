"""Text to search tokens: no dictionary, one form for what is written in several."""

import itertools
from collections import Counter

import pytest

from index.tokens import bigrams, fold, tokens


def test_chinese_becomes_characters_and_bigrams() -> None:
    assert sorted(tokens("垃圾車")) == sorted(["垃", "圾", "車", "垃圾", "圾車"])
    assert tokens("車") == ["車"]


def test_bigrams_do_not_reach_across_punctuation_or_other_scripts() -> None:
    assert sorted(tokens("停車，場A棟")) == sorted(["停", "車", "停車", "場", "a", "棟"])


def test_words_and_numbers_are_whole() -> None:
    found = tokens("YouBike 2.0租借，電話07-3368333")
    assert [token for token in found if token.isascii()] == ["youbike", "2", "0", "07", "3368333"]


@pytest.mark.parametrize("text", ["café", "trợ cấp", "đăng ký", "straße", "kartu bantuan"])
def test_words_with_accents_are_whole(text: str) -> None:
    assert tokens(text) == text.split()


@pytest.mark.parametrize("text", ["สวัสดี", "ひらがな", "カタカナ"])
def test_scripts_without_spaces_become_characters_and_bigrams(text: str) -> None:
    assert tokens(text) == [*text, *(a + b for a, b in itertools.pairwise(text))]


def test_tokens_keep_repetitions() -> None:
    assert Counter(tokens("謝謝")) == {"謝": 2, "謝謝": 1}


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("臺北", "台北"),
        ("爲何", "為何"),
        ("裏面", "裡面"),
        ("ＡＢＣ１２３", "abc123"),
        ("①", "1"),
        ("㈱", "(株)"),
        ("\uf9e4", "理"),
        ("cafe\u0301", "café"),
        ("Line", "line"),
    ],
)
def test_what_is_written_in_several_ways_is_searched_in_one(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("page", "query"),
    [("臺鐵高雄站", "台鐵高雄站"), ("台電", "臺電"), ("戶籍", "户籍"), ("Ｅ化服務", "e化服務")],
)
def test_variants_give_the_same_tokens(page: str, query: str) -> None:
    assert tokens(page) == tokens(query)


def test_rare_characters_are_tokens_too() -> None:
    assert set(tokens("𡒉崁")) == {"𡒉", "崁", "𡒉崁"}


@pytest.mark.parametrize("text", ["", " \n", "😀！？", "ㄅㄆ", "\u200b\ufeff"])
def test_text_without_words_has_no_tokens(text: str) -> None:
    assert tokens(text) == []


def test_an_endless_word_is_cut() -> None:
    assert len(tokens("a" * 10_000)[0]) < 100


def test_bigrams_leave_single_characters_out() -> None:
    assert bigrams("垃圾車 a line 3 12") == {"垃圾", "圾車", "line", "12"}
