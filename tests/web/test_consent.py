"""From the bot to a person, as a citizen lives it: asked, offered, called."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from bot.answer import Answer, AnswerStatus, HandoffReason, Question
from bot.guard import screen
from bot.replies import reply
from handoff.duty.values import Fact, Mode
from tests.web.citizen import Citizen, Heard
from tests.web.counter import Counter
from tests.web.stub import StubAnswerer, application, running

YES, NO = "好，轉接真人", "不用，謝謝"


def made_up(question: Question) -> Answer:
    """Knows nothing but how to greet, to hand over and to send help."""
    if "真人" in question.text:
        return Answer(AnswerStatus.HANDOFF, "好的。", 1.0, handoff=HandoffReason.ASKED_FOR_HUMAN)
    if "救命" in question.text:
        return Answer(AnswerStatus.EMERGENCY, "請立刻撥打 119。", 1.0)
    if "你好" in question.text:
        return Answer(AnswerStatus.GREETING, "您好。", 1.0)
    if "坑洞" in question.text:
        return Answer(AnswerStatus.HANDOFF, "好的。", 1.0, handoff=HandoffReason.REPORT)
    return Answer(AnswerStatus.UNANSWERABLE, "找不到資料。", 0.1, handoff=HandoffReason.LOW_CONFIDENCE)


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    return Counter(tmp_path)


@pytest.fixture
def citizen(tmp_path: Path) -> Iterator[Citizen]:
    app: FastAPI = application(tmp_path, StubAnswerer(made_up))
    with running(app) as url, Citizen(url) as citizen:
        yield citizen


def exchange(citizen: Citizen, text: str, after: int, count: int) -> list[Heard]:
    """Send a message and hear what comes behind it."""
    citizen.send(text)
    return citizen.hear(count + 1, after=after)[1:]


def test_who_asks_for_a_person_first_thing_is_queued_at_once(citizen: Citizen, counter: Counter) -> None:
    counter.on_duty("mei")
    bot, state, told = exchange(citizen, "我要找真人", 0, 3)
    assert (bot.data["status"], bot.data["handoff"]) == ("handoff", "asked_for_human")
    assert (state.data["state"], state.data["reason"], state.data["position"]) == (
        "queued",
        "asked_for_human",
        1,
    )
    assert "您是下一位" in told.data["text"]
    assert told.data["offers"] == ["cancel", "leave_message"]


def test_after_a_failure_a_person_is_offered_and_a_yes_hands_over(citizen: Citizen, counter: Counter) -> None:
    counter.on_duty("mei")
    (offer,) = exchange(citizen, "冷門問題", 0, 1)
    assert offer.data["text"].endswith("要為您轉接真人客服嗎？")
    assert [choice["label"] for choice in offer.data["choices"]] == [YES, NO]
    assert offer.data["consent"] == "low_confidence"
    bot, state, told = exchange(citizen, YES, 2, 3)
    assert bot.data["status"] == "handoff"
    assert (state.data["state"], state.data["reason"]) == ("queued", "low_confidence")
    assert "沒有把握" in told.data["text"]


@pytest.mark.parametrize("no", [NO, "不用", "不用了，謝謝", "No thanks"])
def test_a_no_leaves_the_citizen_with_the_bot_and_the_next_failure_does_not_ask_at_once(
    citizen: Citizen, counter: Counter, no: str
) -> None:
    counter.on_duty("mei")
    exchange(citizen, "冷門問題", 0, 1)
    (bot,) = exchange(citizen, no, 2, 1)
    assert "不轉接" in bot.data["text"]
    (again,) = exchange(citizen, "另一個冷門問題", 4, 1)
    assert again.data["consent"] is None


def test_something_else_than_yes_or_no_is_a_new_question(citizen: Citizen, counter: Counter) -> None:
    counter.on_duty("mei")
    exchange(citizen, "冷門問題", 0, 1)
    (bot,) = exchange(citizen, "你好", 2, 1)
    assert bot.data["status"] == "greeting"
    (late,) = exchange(citizen, "好", 4, 1)
    assert late.data["status"] == "unanswerable"


def test_the_second_failure_in_a_row_has_a_reason_of_its_own(citizen: Citizen, counter: Counter) -> None:
    counter.on_duty("mei")
    exchange(citizen, "冷門問題", 0, 1)
    (bot,) = exchange(citizen, "更冷門的問題", 2, 1)
    assert bot.data["consent"] == "repeated_failure"


def test_an_emergency_is_answered_first_and_handed_over_without_asking(
    citizen: Citizen, counter: Counter
) -> None:
    counter.on_duty("mei")
    bot, state, _told = exchange(citizen, "救命", 0, 3)
    told = screen("救命", ())
    assert told is not None and bot.data["text"] == reply(told.reply or told.status)
    assert bot.data["status"] == "emergency"
    assert (state.data["state"], state.data["reason"]) == ("queued", "sensitive_topic")


def test_with_nobody_there_an_emergency_is_answered_and_nothing_else_is_said(citizen: Citizen) -> None:
    citizen.send("救命")
    citizen.send("你好")
    assert [event.data["author"] for event in citizen.hear(4)].count("bot") == 2


def test_with_nobody_there_a_failure_offers_to_leave_a_message(citizen: Citizen) -> None:
    (bot,) = exchange(citizen, "冷門問題", 0, 1)
    assert (bot.data["consent"], bot.data["choices"], bot.data["offers"]) == (None, [], ["leave_message"])


def test_with_nobody_there_the_wish_is_kept_and_the_truth_is_told(citizen: Citizen) -> None:
    state, bot = exchange(citizen, "我要找真人", 0, 2)
    assert (state.data["state"], state.data["reason"], state.data["wish"]) == (
        "bot",
        "nobody_on_duty",
        "asked_for_human",
    )
    assert "沒有真人客服" in bot.data["text"]
    assert bot.data["offers"] == ["leave_message"]


def test_a_report_is_taken_by_a_form(citizen: Citizen) -> None:
    (bot,) = exchange(citizen, "路上有坑洞", 0, 1)
    assert bot.data["offers"] == ["report"]


def test_one_who_waits_can_go_back_to_the_bot(citizen: Citizen, counter: Counter) -> None:
    counter.on_duty("mei")
    assert citizen.post("handoff", {}).json() == {"state": "queued", "seq": 2}
    assert citizen.post("handoff", {}).json() == {"state": "queued", "seq": 2}
    assert citizen.post("handoff/cancel", {}).json() == {"state": "bot", "seq": 4}
    assert citizen.post("handoff/cancel", {}).status_code == 409
    (bot,) = exchange(citizen, "你好", 4, 1)
    assert bot.data["status"] == "greeting"


def test_a_citizen_can_end_the_conversation(citizen: Citizen) -> None:
    assert citizen.post("close", {}).json()["state"] == "closed"
    assert citizen.send("還在嗎").status_code == 409


def test_in_a_typhoon_the_facts_come_first_and_once(citizen: Citizen, counter: Counter) -> None:
    facts = (Fact("收容所已經開設。", "https://www.demo.localhost/shelter"),)
    counter.do(lambda office: office.duty.set_mode(Mode(typhoon=True, facts=facts, words=("淹水",))))
    pinned, bot = exchange(citizen, "你好", 0, 2)
    assert "收容所已經開設。（https://www.demo.localhost/shelter）" in pinned.data["text"]
    (bot,) = exchange(citizen, "你好", 3, 1)
    assert bot.data["author"] == "bot"
