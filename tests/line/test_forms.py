"""What can be left, reported and rated in the chat."""

import sqlite3
from pathlib import Path

import pytest

from bot.channels.line.wording import phrase, steps
from handoff.agents.values import Agent
from handoff.cases.values import CaseState
from handoff.events import Author, Draft, EventKind
from handoff.queue.values import Outcome
from handoff.wording import Offer
from tests.handoff.clock import Clock
from tests.line.conftest import Bench
from tests.line.platform import Line, tap, taps

pytestmark = pytest.mark.anyio


async def offered(bench: Bench, line: Line, offer: Offer) -> str:
    """A conversation in which something may be left."""
    await bench.take_in(line.says("問"))
    (conversation,) = await bench.conversations()
    await bench.answer(
        conversation, [Draft(EventKind.MESSAGE, Author.BOT, "答", {"status": "handoff", "offers": [offer]})]
    )
    await bench.channel.deliver()
    return conversation


async def say(bench: Bench, line: Line, *texts: str) -> None:
    for text in texts:
        await bench.take_in(line.says(text))
        await bench.channel.deliver()


async def test_a_message_is_left_with_contact_details_that_stand_in_the_case_alone(
    bench: Bench, line: Line, tmp_path: Path
) -> None:
    await offered(bench, line, Offer.LEAVE_MESSAGE)
    await bench.take_in(tap(line))
    await bench.channel.deliver()
    assert line.texts[-1] == steps("message")[0].ask
    await say(bench, line, "路燈壞了三天", "0912345678")
    (case,) = await bench.office.cases.all((CaseState.OPEN,))
    assert (case.text, case.contact) == ("路燈壞了三天", "0912345678")
    assert case.number in line.texts[-1] and set(line.calls) == {"reply"}
    with sqlite3.connect(tmp_path / "a.sqlite3") as database:
        kept = database.execute("SELECT form FROM line_chats").fetchall()
    database.close()
    assert kept == [(None,)]
    assert all("0912345678" not in event.text for event in await bench.log())


async def test_who_wants_the_answer_here_leaves_no_contact_and_gets_it_here(bench: Bench, line: Line) -> None:
    await offered(bench, line, Offer.LEAVE_MESSAGE)
    await bench.take_in(tap(line))
    await bench.channel.deliver()
    await say(bench, line, "路燈壞了三天")
    await bench.take_in(tap(line, 0))
    await bench.channel.deliver()
    (case,) = await bench.office.cases.all((CaseState.OPEN,))
    assert case.contact == ""
    await bench.office.agents.add(Agent("mei", "小美"))
    await bench.office.cases.claim(case.number, "mei")
    await bench.office.cases.resolve(case.number, "mei", Outcome.SOLVED, "已經派工")
    await bench.channel.deliver()
    assert "已經派工" in line.texts[-1]


async def test_a_report_is_taken_in_step_by_step_with_a_place_from_the_map(bench: Bench, line: Line) -> None:
    await offered(bench, line, Offer.REPORT)
    await bench.take_in(tap(line))
    await bench.channel.deliver()
    await say(bench, line, "路燈不亮")
    place = {"id": "77", "type": "location", "title": "公園", "address": "中正路 1 號"}
    await bench.take_in(line.event(message=place))
    await bench.channel.deliver()
    assert [action["label"] for action in taps(line)] == ["有危險", "沒有危險", "取消填寫"]
    await bench.take_in(tap(line, 1))
    await bench.channel.deliver()
    (case,) = await bench.office.cases.all((CaseState.OPEN,))
    report = case.report
    assert report is not None
    assert (report.kind, report.where, report.danger) == ("light", "中正路 1 號 公園", False)
    assert case.number in line.texts[-1]


async def test_every_step_taken_twice_is_taken_once(bench: Bench, line: Line, clock: Clock) -> None:
    await offered(bench, line, Offer.LEAVE_MESSAGE)
    events = [tap(line), line.says("路燈壞了三天"), line.says("0912345678"), line.says("謝謝")]
    for event in events:
        await bench.take_in(event)
        again = {**event, "webhookEventId": event["webhookEventId"] + "again"}
        if event["type"] == "message":
            await bench.take_in(again)
    assert len(await bench.office.cases.all((CaseState.OPEN,))) == 1
    assert [event.text for event in await bench.log()].count("謝謝") == 1


async def test_a_form_can_be_left_and_is_forgotten_after_half_an_hour(
    bench: Bench, line: Line, clock: Clock
) -> None:
    conversation = await offered(bench, line, Offer.LEAVE_MESSAGE)
    tapped = tap(line)
    await bench.take_in(tapped)
    await bench.channel.deliver()
    await bench.take_in(tap(line))
    assert (await bench.log())[-1].text == phrase("form_left")
    await bench.take_in({**tapped, "webhookEventId": "another"})
    clock.advance(minutes=31)
    await say(bench, line, "垃圾車幾點來")
    asked = await bench.office.log.next_question(conversation)
    assert asked is not None and asked.text == "垃圾車幾點來"


@pytest.mark.parametrize("words", ["我不想活了", "真人客服"])
async def test_danger_and_the_wish_for_a_person_are_heard_in_the_middle_of_a_form(
    bench: Bench, line: Line, words: str
) -> None:
    conversation = await offered(bench, line, Offer.REPORT)
    await bench.take_in(tap(line), line.says(words))
    asked = await bench.office.log.next_question(conversation)
    assert asked is not None and asked.text == words


async def test_an_answer_that_is_taken_back_is_not_left(bench: Bench, line: Line, tmp_path: Path) -> None:
    await offered(bench, line, Offer.LEAVE_MESSAGE)
    tapped, message = tap(line), line.says("秘密的事")
    await bench.take_in(tapped, message)
    await bench.take_in(line.event("unsend", unsend={"messageId": message["message"]["id"]}))
    with sqlite3.connect(tmp_path / "a.sqlite3") as database:
        kept = database.execute("SELECT form FROM line_chats").fetchall()
    database.close()
    assert kept == [(None,)]


async def test_service_is_rated_with_a_tap_after_its_end(bench: Bench, line: Line) -> None:
    await bench.take_in(line.says("問"))
    (conversation,) = await bench.conversations()
    await bench.office.agents.add(Agent("mei", "小美"))
    await bench.office.queue.take_over(conversation, "mei")
    await bench.office.queue.close(conversation, "mei", Outcome.SOLVED)
    await bench.channel.deliver()
    assert [action["label"] for action in taps(line)] == ["5 分", "4 分", "3 分", "2 分", "1 分"]
    rating = tap(line, 1)
    await bench.take_in(tap(line, 0, user="U2"))
    assert await bench.office.desk.satisfaction(conversation) is None
    await bench.take_in(rating)
    await bench.channel.deliver()
    satisfaction = await bench.office.desk.satisfaction(conversation)
    assert satisfaction is not None and satisfaction.score == 4
    assert line.texts[-1] == phrase("rated").format(n=4)
    assert await bench.conversations() == [conversation]
