"""How many questions a message asks, and that each can be understood without the others."""

import pytest

from bot.understanding.aspects import MOST, aspects


@pytest.mark.parametrize(
    "message",
    [
        "身分證跟印章要帶嗎",
        "身分證、印章、戶口名簿都要帶嗎",
        "垃圾車時間",
        "跟鄰居吵架要找誰",
        "低收入戶跟中低收入戶差在哪",
        "如果沒帶身分證可以用健保卡嗎",
        "週一、週三垃圾車幾點來",
        "國小、國中學區怎麼查",
        "市民卡可以借書嗎還是要另外辦借書證",
        "路燈壞了怎麼辦，要打給誰",
        "租屋補助可以申請嗎 跟育兒津貼可以同時領嗎",
        "老公失業，小孩生病，可以申請什麼補助",
        "我家門口的路燈壞掉好幾天了，晚上很暗，很危險，可以來修嗎",
        "How do I pay the water bill?",
        "謝謝",
        "",
    ],
)
def test_one_question_stays_one_and_as_it_is(message: str) -> None:
    assert aspects(message) == (message,)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (
            "搬家了身分證地址、垃圾車時間、小孩轉學要怎麼弄",
            ("搬家了身分證地址要怎麼弄", "垃圾車時間要怎麼弄", "小孩轉學要怎麼弄"),
        ),
        ("身分證跟健保卡掉了怎麼補辦", ("身分證掉了怎麼補辦", "健保卡掉了怎麼補辦")),
        (
            "爸爸過世後戶口、勞保、塔位要找誰",
            ("爸爸過世後戶口要找誰", "爸爸過世後勞保要找誰", "爸爸過世後塔位要找誰"),
        ),
        ("身分證遺失怎麼補辦？要帶什麼？", ("身分證遺失怎麼補辦？", "身分證遺失 要帶什麼？")),
        ("垃圾費怎麼繳還有路邊停車費怎麼繳", ("垃圾費怎麼繳", "路邊停車費怎麼繳")),
        (
            "我剛生小孩。津貼可以領多少？出生登記去哪辦？",
            ("我剛生小孩，津貼可以領多少？", "出生登記去哪辦？"),
        ),
        ("你好 我想請問垃圾車幾點來 還有資源回收是星期幾", ("我想請問垃圾車幾點來", "資源回收是星期幾")),
        ("游泳池幾點開？門票多少？", ("游泳池幾點開？", "游泳池 門票多少？")),
        (
            "Where is the library? What time does the museum open?",
            ("Where is the library?", "What time does the museum open?"),
        ),
    ],
)
def test_several_questions_are_told_apart(message: str, expected: tuple[str, ...]) -> None:
    assert aspects(message) == expected


def test_a_story_is_no_question_of_its_own() -> None:
    story = "我媽媽上個月中風了，現在住在醫院。"
    assert aspects(f"{story}長照要怎麼申請？輪椅可以借嗎？") == ("長照要怎麼申請？", "輪椅可以借嗎？")


def test_where_the_citizen_lives_goes_with_every_question() -> None:
    found = aspects("我住青川區。垃圾車幾點來？大型家具要怎麼丟？")
    assert len(found) == 2
    assert all("青川區" in question for question in found)


def test_a_long_message_gives_no_more_than_four_and_drops_nothing() -> None:
    message = "公園幾點關？圖書館幾點關？游泳池幾點關？美術館幾點關？動物園幾點關？"
    found = aspects(message)
    assert len(found) == MOST
    assert "動物園" in found[-1]


def test_marks_and_long_messages_do_no_harm() -> None:
    assert aspects("？？？") == ("？？？",)
    assert len(aspects("垃圾車幾點來？" * 4000)) == 1


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("solar panel 申請要多久 需要建照嗎", ("solar panel 申請要多久", "solar panel 申請 需要建照嗎")),
        ("請問遷戶口要帶什麼、要多久", ("遷戶口要帶什麼", "遷戶口 要多久")),
        (
            "我要搬到青川區，想知道垃圾車時間跟附近國小學區",
            ("我要搬到青川區，垃圾車時間", "我要搬到青川區，附近國小學區"),
        ),
        (
            "我有兩個問題，一個是地價稅幾月繳，一個是自用住宅稅率怎麼申請",
            ("地價稅幾月繳", "自用住宅稅率怎麼申請"),
        ),
        ("1.身分證換發要帶什麼 2.要多久", ("身分證換發要帶什麼", "身分證換發 要多久")),
        ("營養午餐要錢嗎？另外我媽媽想申請假牙補助", ("營養午餐要錢嗎？", "我媽媽想申請假牙補助")),
    ],
)
def test_questions_linked_in_other_ways(message: str, expected: tuple[str, ...]) -> None:
    assert aspects(message) == expected
