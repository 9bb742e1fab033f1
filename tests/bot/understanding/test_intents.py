"""What a message is for."""

import pytest

from bot.answer import Turn
from bot.replies import wording
from bot.understanding.intents import Intent, intent


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("垃圾車幾點來", Intent.QUESTION),
        ("生育津貼可以領多少", Intent.QUESTION),
        ("路燈壞掉要打給誰", Intent.QUESTION),
        ("頂樓違建要怎麼檢舉", Intent.QUESTION),
        ("檢舉違停有獎金嗎", Intent.QUESTION),
        ("要怎麼投訴公車司機", Intent.QUESTION),
        ("罰單怎麼查", Intent.QUESTION),
        ("怎麼查案件進度", Intent.QUESTION),
        ("投票所在哪裡", Intent.QUESTION),
        ("市長信箱怎麼寫", Intent.QUESTION),
        ("我從台北搬來要辦什麼", Intent.QUESTION),
        ("台中路的路燈什麼時候修好", Intent.QUESTION),
        ("路燈不亮", Intent.REPORT),
        ("路上有坑洞", Intent.REPORT),
        ("有人亂丟垃圾", Intent.REPORT),
        ("水溝堵住了 請派人來清", Intent.REPORT),
        ("鄰居半夜唱歌很吵可以來處理嗎", Intent.REPORT),
        ("我要檢舉違停", Intent.REPORT),
        ("我要找真人客服", Intent.HUMAN),
        ("can I talk to a human", Intent.HUMAN),
        ("承辦人員態度很差", Intent.COMPLAINT),
        ("櫃台小姐一直擺臭臉", Intent.COMPLAINT),
        ("你好", Intent.GREETING),
        ("謝謝你喔！", Intent.THANKS),
        ("了解", Intent.THANKS),
        ("護照換發多少錢", Intent.OUT_OF_SCOPE),
        ("電費怎麼繳", Intent.OUT_OF_SCOPE),
        ("台北市的生育獎勵金多少", Intent.OUT_OF_SCOPE),
        ("投給誰比較好", Intent.OPINION),
        ("市長好不好", Intent.OPINION),
        ("我的案件處理得怎麼樣了", Intent.PERSONAL),
        ("幫我查我的罰單", Intent.PERSONAL),
        ("我鄰居的電話是多少", Intent.PERSONAL),
        ("你確定嗎？", Intent.ARE_YOU_SURE),
        ("都不是", Intent.DENY),
    ],
)
def test_intents(message: str, expected: Intent) -> None:
    assert intent(message) is expected


def test_yes_counts_as_yes_only_after_a_question() -> None:
    asked = [Turn("citizen", "身分證"), Turn("bot", "要為您轉接真人客服嗎？")]
    assert intent("好", asked) is Intent.AFFIRM
    assert intent("不用，謝謝", asked) is Intent.DENY
    assert intent("好") is Intent.THANKS


def test_the_place_told_after_a_report_goes_on_with_it() -> None:
    turns = [Turn("citizen", "路燈不亮"), Turn("bot", "請問地點在哪裡？")]
    assert intent("中山路100號前面", turns) is Intent.REPORT
    assert intent("生育津貼可以領多少", turns) is Intent.QUESTION


def test_the_city_itself_is_no_other_city() -> None:
    assert intent("高雄市的敬老卡怎麼辦", own_city="高雄市") is Intent.QUESTION
    assert intent("高雄市的敬老卡怎麼辦", own_city="示範市") is Intent.OUT_OF_SCOPE


def test_every_wording_for_an_intent_is_there() -> None:
    wanted = {
        "greeting_thanks",
        "handoff_report",
        "clarify_report_where",
        "clarify_report_what",
        "handoff_complaint",
        "unanswerable_elsewhere",
        "unanswerable_maybe_elsewhere",
        "refused_opinion",
        "refused_personal",
        "partial_sure",
    }
    assert wanted <= set(wording())


def test_a_very_long_message_is_read_in_no_time() -> None:
    assert intent("路" * 50_000) is Intent.QUESTION
