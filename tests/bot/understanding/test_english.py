"""Questions in other languages get the city's terms."""

import pytest

from bot.understanding.data import document
from bot.understanding.english import translated


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("When does the garbage truck come?", {"時間", "垃圾車"}),
        ("how much is a library card", {"費用", "借書證"}),
        ("museum hours", {"博物館", "開放時間"}),
        ("I lost my ID card, where can I get a new one", {"遺失", "國民身分證", "地點"}),
        ("ARC renewal", {"居留證"}),
        ("What documents do I need for household registration?", {"應備文件", "戶籍登記"}),
        ("OT 沒有 overtime pay 可以去哪申訴", {"加班費"}),
        ("Giấy khai sinh cần giấy tờ gì", {"出生登記", "應備文件"}),
        ("Xe rác mấy giờ đến?", {"垃圾車", "時間"}),
        ("truk sampah jam berapa", {"垃圾車", "時間"}),
        ("gaji belum dibayar", {"積欠工資"}),
        ("รถขยะมากี่โมง", {"垃圾車", "時間"}),
        ("ゴミ収集車は何時に来ますか", {"垃圾車", "時間"}),
        ("図書館の休館日はいつですか", {"圖書館", "休館日"}),
    ],
)
def test_terms_of_the_city(text: str, terms: set[str]) -> None:
    assert terms <= set(translated(text).split())


@pytest.mark.parametrize("text", ["垃圾車幾點來", "", "123", "xyzzy", "？"])
def test_nothing_is_added_to_chinese_or_to_unknown_words(text: str) -> None:
    assert translated(text) == ""


def test_the_longer_phrase_counts_and_words_are_whole() -> None:
    assert translated("bus") == "公車"
    assert translated("business registration") == "商業登記"
    assert "稅" not in translated("taxi").split()
    assert translated("dogs") == "犬 寵物"


@pytest.mark.parametrize(
    ("language", "least"),
    [("english", 300), ("vietnamese", 60), ("indonesian", 60), ("thai", 60), ("japanese", 60)],
)
def test_how_much_each_glossary_knows(language: str, least: int) -> None:
    assert len(document(f"glossaries/{language}")["terms"]) >= least
