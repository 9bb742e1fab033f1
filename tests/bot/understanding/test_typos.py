"""Wrong characters of the right sound are put right, and only those."""

from collections import Counter

import pytest

from bot.understanding.typos import Vocabulary, corrected, spoken

TERMS = [
    "生育津貼",
    "生育獎勵",
    "生育補助申請",
    "生育津貼發放",
    "身分證遺失補發",
    "身分證換發",
    "路燈報修",
    "路燈維護",
    "公園路燈",
    "路燈故障",
    "加班費爭議",
    "租金補貼",
    "租金補貼申請",
    "育嬰留職停薪",
    "身心障礙證明",
    "圖書館借書證",
    "低收入戶申請",
    "申請補助",
    "申請資格",
    "申請書",
    "補助申請",
]
PASSAGES = Counter(pair for term in TERMS * 20 for pair in (term[at : at + 2] for at in range(len(term) - 1)))
EVERYDAY = ["再去一次", "在家裡", "火車站前面", "搭火車去", "坐火車"] * 3


def known(pair: str) -> int:
    """How many passages of a small city hold a bigram."""
    return PASSAGES[pair]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """The small city's words."""
    return Vocabulary(TERMS, EVERYDAY)


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("深育津貼可以領多少", "生育津貼可以領多少"),
        ("身分正遺失", "身分證遺失"),
        ("加搬費沒給要找誰", "加班費沒給要找誰"),
        ("租金補帖", "租金補貼"),
        ("育嬰留值停薪", "育嬰留職停薪"),
        ("身心章礙", "身心障礙"),
        ("圖書館戒書證", "圖書館借書證"),
        ("路登壞掉", "路燈壞掉"),
        ("深請補助", "申請補助"),
    ],
)
def test_a_wrong_character_of_the_right_sound(vocabulary: Vocabulary, written: str, right: str) -> None:
    assert corrected(written, vocabulary, known) == right


@pytest.mark.parametrize(
    "text", ["生育津貼可以領多少", "火車站前面", "垃圾車幾點來", "他在家裡", "再去一次", "", "hello", "？？"]
)
def test_what_is_right_or_unknown_stays(vocabulary: Vocabulary, text: str) -> None:
    assert corrected(text, vocabulary, known) is None


def test_a_word_that_the_city_knows_is_no_mistake(vocabulary: Vocabulary) -> None:
    def knows_both(pair: str) -> int:
        return 50 if pair in {"深育", "育津"} else known(pair)

    assert corrected("深育津貼", vocabulary, knows_both) is None


def test_a_word_that_the_city_hardly_knows_is_not_put_in(vocabulary: Vocabulary) -> None:
    assert corrected("深育津貼", vocabulary, lambda _: 0) is None


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("偶想問ㄉ", "我想問的"),
        ("醬可以ㄇ", "這樣可以嗎"),
        ("就醬", "就這樣"),
        ("口以申請嗎", "可以申請嗎"),
        ("蝦密時候", "什麼時候"),
        ("拍謝 請問一下", "不好意思 請問一下"),
    ],
)
def test_the_spelling_of_chats(written: str, plain: str) -> None:
    assert spoken(written) == plain


@pytest.mark.parametrize("text", ["豆瓣醬可以帶上飛機嗎", "木偶戲幾點演", "花粉過敏", "果醬"])
def test_words_with_the_same_characters_stay(text: str) -> None:
    assert spoken(text) == text


def test_a_long_message_is_left_alone(vocabulary: Vocabulary) -> None:
    assert corrected("深育津貼" * 10_000, vocabulary, known) is None
