"""Who asks about services against violence or suicide gets an answer and the number to call."""

import pytest

from bot.answer import Answer, AnswerStatus
from bot.helplines import with_helpline
from bot.replies import offers_choices, reply

ANSWER = Answer(AnswerStatus.ANSWERED, "向法院聲請。", 0.9)


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("家暴保護令怎麼申請", "113"),
        ("性侵害被害人補助", "113"),
        ("跟騷法怎麼報案", "110"),
        ("自殺防治中心在哪", "1925"),
    ],
)
def test_the_number_stands_beside_the_answer(question: str, number: str) -> None:
    answer = with_helpline(question, ANSWER)
    assert answer.text.startswith(ANSWER.text)
    assert number in answer.text


def test_above_choices_so_that_these_stand_last() -> None:
    asked_back = Answer(AnswerStatus.CLARIFY, reply(AnswerStatus.CLARIFY), 0.4)
    answer = with_helpline("家暴", asked_back)
    assert "113" in answer.text
    assert offers_choices(answer.text)


@pytest.mark.parametrize("question", ["身分證不見了怎麼辦", "機車被拖吊怎麼辦", "打疫苗要去哪裡"])
def test_no_number_where_nothing_is_about_violence(question: str) -> None:
    assert with_helpline(question, ANSWER) is ANSWER
