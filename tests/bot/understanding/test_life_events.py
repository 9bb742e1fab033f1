"""Events of life are opened only where a message is about the event as a whole."""

import pytest

from bot.understanding.data import document
from bot.understanding.life_events import life_event


@pytest.mark.parametrize(
    ("message", "key"),
    [
        ("我老婆快生了要辦什麼", "birth"),
        ("剛生小孩有什麼補助可以領", "birth"),
        ("我懷孕了", "pregnancy"),
        ("我要結婚了", "marriage"),
        ("要離婚了怎麼辦", "divorce"),
        ("下個月要搬家 要辦哪些手續", "moving"),
        ("爸爸昨天過世了 接下來要辦什麼", "death"),
        ("阿公過身矣愛辦啥物", "death"),
        ("失業了怎麼辦", "unemployment"),
        ("我想開一間早餐店要辦什麼", "opening-business"),
        ("媽媽中風了要怎麼辦", "long-term-care"),
        ("我想買房子要注意什麼", "buying-home"),
        ("要賣房子流程", "selling-home"),
        ("我想養狗 要做什麼", "pet"),
        ("家裡淹水了怎麼辦", "disaster"),
        ("剛從美國回來要辦什麼", "returning"),
        ("我要出國工作 要辦什麼手續", "working-abroad"),
        ("兒子要當兵了", "military"),
        ("快退休了有什麼福利", "retirement"),
        ("外籍太太剛來台灣要辦什麼", "new-immigrant"),
        ("女兒要上小一了要準備什麼", "starting-school"),
        ("第一次租房子要注意什麼", "renting"),
        ("被家暴離開之後可以申請什麼幫助", "domestic-violence"),
        ("生活過不下去了", "poverty"),
    ],
)
def test_the_event_as_a_whole(message: str, key: str) -> None:
    event = life_event(message)
    assert event is not None
    assert event.key == key


@pytest.mark.parametrize(
    "message",
    [
        "出生登記要帶什麼",
        "結婚登記要預約嗎",
        "搬家了身分證地址要改嗎",
        "爸爸過世遺產稅怎麼報",
        "失業給付怎麼領",
        "開店要消防檢查嗎",
        "離婚小孩監護權怎麼登記",
        "搬家大型家具怎麼丟",
        "垃圾車幾點來",
        "身分證遺失",
        "",
    ],
)
def test_one_matter_of_it_is_a_question_like_any_other(message: str) -> None:
    assert life_event(message) is None


def test_every_event_has_what_an_answer_needs() -> None:
    events = document("life_events")["event"]
    assert len(events) >= 15
    assert len({event["key"] for event in events}) == len(events)
    for event in events:
        assert len(event["aspects"]) >= 4
        assert len({aspect["agency"] for aspect in event["aspects"]}) >= (
            1 if event["key"] == "military" else 2
        )
        assert all(aspect["label"] and aspect["query"] for aspect in event["aspects"])


def test_aspects_come_in_order() -> None:
    event = life_event("我老婆快生了要辦什麼")
    assert event is not None
    assert [aspect.order for aspect in event.aspects] == list(range(len(event.aspects)))
    assert event.aspects[0].label == "出生登記與報戶口"
