"""What kind of answer a question asks for, and which sentences are of that kind."""

import pytest

from index.asking import asked_for


def kind(question: str) -> str | None:
    """The kind's key."""
    found = asked_for(question)
    return found.key if found else None


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("生育津貼可以領多少", "how_much"),
        ("游泳池要錢嗎", "how_much"),
        ("圖書館開到幾點", "when"),
        ("敬老卡每個月有幾點", None),
        ("換身分證要帶什麼", "documents"),
        ("長照要打哪支電話", "phone"),
        ("區公所在哪", "where"),
    ],
)
def test_what_is_asked_for(question: str, key: str | None) -> None:
    assert kind(question) == key


@pytest.mark.parametrize(
    ("question", "answers", "does_not"),
    [
        ("生育津貼可以領多少", "每胎20,000元", "申請免費，20個工作天內匯入帳戶"),
        ("謄本要多少錢", "現場免費查詢", "請填申請書"),
        ("圖書館國定假日有開嗎", "國定假日休館", "共10層樓"),
        ("路燈壞了打哪支電話", "請撥1999", "每件100元"),
        ("路燈壞了打哪支電話", "(01) 555-1234", "1988年設立"),
    ],
)
def test_what_a_sentence_must_hold(question: str, answers: str, does_not: str) -> None:
    asked = asked_for(question)
    assert asked is not None
    assert asked.in_text(answers)
    assert not asked.in_text(does_not)
