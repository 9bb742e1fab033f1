"""What a message leaves out is taken from what the citizen said before."""

import pytest

from bot.answer import Turn
from bot.understanding.followup import resolve


def said(*texts: str) -> list[Turn]:
    """A conversation in which the bot answered each of these."""
    return [turn for text in texts for turn in (Turn("citizen", text), Turn("bot", "依本市規定辦理。"))]


@pytest.mark.parametrize(
    ("before", "message", "expected"),
    [
        ("身分證遺失要去哪裡補辦", "那要帶什麼?", "身分證遺失 要帶什麼"),
        ("老人假牙補助怎麼申請", "多久會好", "老人假牙補助 多久會好"),
        ("申請戶籍謄本", "費用呢", "申請戶籍謄本 費用"),
        ("市立美術館門票多少", "它星期一有開嗎", "市立美術館 星期一有開嗎"),
        ("市立美術館幾點開門", "有停車場嗎", "市立美術館 有停車場嗎"),
        ("育兒津貼怎麼申請", "可以線上辦嗎", "育兒津貼 可以線上辦嗎"),
        ("停車費怎麼繳", "逾期會罰嗎", "停車費 逾期會罰嗎"),
        ("租金補貼怎麼申請", "被退件怎麼辦", "租金補貼 被退件怎麼辦"),
        ("大型家具怎麼丟", "沙發也可以嗎", "大型家具 沙發也可以嗎"),
        ("老人健檢哪裡做", "要空腹嗎", "老人健檢 要空腹嗎"),
        ("公車敬老卡怎麼辦", "可以搭捷運嗎", "公車敬老卡 可以搭捷運嗎"),
        ("小孩的身分證要怎麼辦", "照片有規定嗎", "小孩的身分證 照片有規定嗎"),
        ("小孩的身分證要怎麼辦", "爸爸帶他去可以嗎", "小孩的身分證 爸爸帶他去可以嗎"),
        ("動物園門票多少", "幾點關門", "動物園 幾點關門"),
    ],
)
def test_another_question_about_the_same_matter(before: str, message: str, expected: str) -> None:
    assert resolve(message, said(before)) == expected


@pytest.mark.parametrize(
    ("before", "message", "expected"),
    [
        ("三民區垃圾車幾點來", "那鳳山區呢?", "鳳山區垃圾車幾點來"),
        ("三民區垃圾車幾點來", "那鳳山呢", "鳳山區垃圾車幾點來"),
        ("三民區公所在哪", "前鎮區的電話呢", "前鎮區公所 電話"),
        ("生育津貼可以領多少", "那外籍配偶可以嗎", "外籍配偶 生育津貼可以領多少"),
        ("低收入戶怎麼申請", "中低收入戶呢", "中低收入戶怎麼申請"),
        ("戶口名簿補發要帶什麼", "那身分證呢", "身分證補發 要帶什麼"),
        ("垃圾車幾點來", "資源回收呢", "資源回收 幾點來"),
        ("圖書館幾點關", "星期天呢", "圖書館 星期天幾點關"),
    ],
)
def test_the_same_question_of_another_place_person_thing_or_day(
    before: str, message: str, expected: str
) -> None:
    assert resolve(message, said(before)) == expected


@pytest.mark.parametrize(
    "message",
    [
        "路燈壞了要打給誰",
        "那路燈壞了要打給誰",
        "生育津貼怎麼申請",
        "我要投訴你們的服務",
        "那資源回收是星期幾",
    ],
)
def test_a_new_matter_is_left_alone(message: str) -> None:
    assert resolve(message, said("市立美術館幾點開門")) == message


def test_the_matter_is_kept_over_several_turns_and_courtesies() -> None:
    turns = said("身分證遺失要去哪裡補辦", "那要帶什麼", "謝謝")
    assert resolve("多少錢", turns) == "身分證遺失 多少錢"


def test_what_a_citizen_tells_of_herself_is_added_to_the_question() -> None:
    assert resolve("我太太是越南人", said("結婚登記要預約嗎")) == "結婚登記要預約嗎 我太太是越南人"
    assert resolve("我住左營區", said("垃圾車幾點來")) == "垃圾車幾點來 我住左營區"


def test_without_history_nothing_is_added() -> None:
    assert resolve("那要帶什麼", ()) == "那要帶什麼"
    assert resolve("", said("垃圾車幾點來")) == "垃圾車幾點來"


def test_only_the_citizens_words_count() -> None:
    assert resolve("那要帶什麼", [Turn("bot", "您好，請問有什麼需要協助？")]) == "那要帶什麼"
