"""A report is collected one question at a time, confirmed, and left at any time."""

import pytest

from bot.answer import Answer, AnswerStatus, HandoffReason, Question, Turn
from bot.replies import quick_replies
from bot.reporting import Step, collected, report_turn
from bot.understanding.reports import ReportFields
from tests.bot.conftest import NOON


def talk(*texts: str) -> tuple[Question, Answer | None]:
    """The last message with everything said before it, and what the bot says to it; other answers are made up."""
    history: tuple[Turn, ...] = ()
    for text in texts[:-1]:
        answer = report_turn(Question(text, NOON, history))
        told = answer.text if answer else "依本市規定辦理。"
        history = (*history, Turn("citizen", text), Turn("bot", told))
    question = Question(texts[-1], NOON, history)
    return question, report_turn(question)


def labels(answer: Answer | None) -> list[str]:
    return [choice.label for choice in answer.choices] if answer else []


def test_what_is_missing_is_asked_one_at_a_time_and_then_confirmed() -> None:
    messages = ["路燈不亮", "中山路跟民生路口", "沒有危險", "今天"]
    answers = [talk(*messages[: count + 1])[1] for count in range(len(messages))]
    assert all(answer and answer.status is AnswerStatus.CLARIFY for answer in answers)
    assert ["地點" in answers[0].text, "危險" in answers[1].text, "開始" in answers[2].text] == [True] * 3  # type: ignore[union-attr]
    assert labels(answers[1]) == ["沒有危險", "有危險"]
    assert labels(answers[3]) == ["送出", "修改地點", "修改狀況", "取消"]


def test_only_what_the_citizen_confirms_is_sent() -> None:
    question, answer = talk("路燈不亮", "中山路跟民生路口", "有危險", "不清楚", "送出")
    assert answer is not None
    assert (answer.status, answer.handoff) == (AnswerStatus.HANDOFF, HandoffReason.REPORT)
    report = collected(question)
    assert report is not None
    assert report.sent
    assert report.told == ReportFields("路燈不亮", "中山路跟民生路口", "不清楚", danger=True)


def test_what_was_told_at_once_is_not_asked_again() -> None:
    _, answer = talk("中山路100號前面的路燈不亮三天了，沒有危險")
    assert labels(answer)[:1] == ["送出"]


def test_the_place_can_be_changed_before_sending() -> None:
    question, answer = talk("路燈不亮", "中山路", "沒有", "今天", "修改地點", "西榮國小門口")
    report = collected(question)
    assert report is not None
    assert report.told.where == "西榮國小門口"
    assert labels(answer)[:1] == ["送出"]


@pytest.mark.parametrize("steps", range(1, 5))
def test_it_can_be_dropped_at_any_step(steps: int) -> None:
    messages = ["路燈不亮", "中山路跟民生路口", "沒有危險", "今天"][:steps]
    question, answer = talk(*messages, "取消")
    assert answer is not None
    assert answer.status is AnswerStatus.GREETING
    assert not (report := collected(question)) or not report.sent


@pytest.mark.parametrize("step", list(Step))
def test_every_quick_reply_goes_on_with_the_report(step: Step) -> None:
    messages = ["路燈不亮", "中山路跟民生路口", "沒有危險", "今天"]
    place = {Step.DANGER: 2, Step.SINCE: 3, Step.CONFIRM: 4}.get(step, 0)
    for label in quick_replies(f"clarify_report_{step}"):
        assert talk(*messages[:place], label)[1] is not None


@pytest.mark.parametrize("message", ["前幾天", "大概好幾個月了", "這幾個禮拜吧"])
def test_a_vague_time_is_an_answer(message: str) -> None:
    _, answer = talk("路燈不亮", "中山路跟民生路口", "沒有危險", message)
    assert labels(answer)[:1] == ["送出"]


@pytest.mark.parametrize("message", ["身分證不見了怎麼辦", "多久會修好？"])
def test_a_question_in_the_middle_is_answered_instead(message: str) -> None:
    assert talk("路燈不亮", message)[1] is None
    assert talk("路燈不亮", message, "送出")[1] is None


@pytest.mark.parametrize("message", ["路燈不亮在哪裡通報", "路燈壞了要打給誰", "市民卡多少錢"])
def test_a_question_begins_no_report(message: str) -> None:
    assert talk(message)[1] is None
