"""Answering in the background: each question once, whatever goes wrong."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.answer import Answer, AnswerStatus, HandoffReason, Question
from bot.channels.answering import Answering, Pace
from bot.channels.desk import CitizenDesk
from bot.channels.metrics import Metrics
from bot.channels.responding import Allowed, Responder
from handoff.agents.values import Agent
from handoff.bus import LocalBus, Notice
from handoff.duty.hours import load
from handoff.events import Author, Event
from handoff.office import Arrangement, open_office
from handoff.policy import Limits
from handoff.service import utc_now
from tests.web.citizen import Citizen
from tests.web.stub import AROUND_THE_CLOCK, StubAnswerer, application, cited, running

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Bench:
    """A log with a worker that can be started and stopped."""

    def __init__(self, folder: Path, answerer: StubAnswerer) -> None:
        self.bus, self.answerer = LocalBus(), answerer
        self.now = utc_now()
        url, arrangement = f"sqlite:///{folder / 'a.sqlite3'}", Arrangement(load(AROUND_THE_CLOCK))
        self.office = open_office(url, self.bus, lambda: self.now, arrangement)
        self.log = self.office.log

    def answering(self, pace: Pace | None = None, allowed: Allowed | None = None) -> Answering:
        responder = Responder(
            self.answerer, self.office.duty, self.office.lane, Limits(), allowed or Allowed()
        )
        return Answering(self.office, responder, Metrics(), pace)

    async def wait_for(self, conversation: str, count: int) -> list[Event]:
        """The conversation's events as soon as there are so many."""
        async with asyncio.timeout(10):
            with self.bus.watch(conversation) as watch:
                while len(events := await self.log.read(conversation)) < count:
                    await watch.wait(10)
        return events


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path, StubAnswerer())


async def test_a_question_left_open_by_a_dead_process_is_answered_at_the_next_start(bench: Bench) -> None:
    id_ = (await bench.log.open("zh-TW")).id
    await bench.log.send(id_, "c1", "一")
    await bench.log.send(id_, "c2", "二")
    async with bench.answering().running():
        events = await bench.wait_for(id_, 4)
    assert [event.details["answers"] for event in events if event.author is Author.BOT] == [1, 2]
    await bench.office.close()


async def test_a_question_too_old_to_answer_is_apologised_for_not_forgotten(bench: Bench) -> None:
    id_ = (await bench.log.open("zh-TW")).id
    bench.now = datetime.now(UTC) - timedelta(hours=2)
    await bench.log.send(id_, "c1", "昨天的問題")
    bench.now = datetime.now(UTC)
    async with bench.answering().running():
        events = await bench.wait_for(id_, 2)
    assert events[1].details["status"] == "error"
    assert "沒有來得及回答" in events[1].text
    await bench.office.close()


async def test_a_fault_of_the_answerer_becomes_an_apology_and_the_next_question_is_answered(
    bench: Bench,
) -> None:
    def broken(question: Question) -> Answer:
        if "壞" in question.text:
            raise RuntimeError(question.text)
        return cited(question)

    bench.answerer.make = broken
    id_ = (await bench.log.open("zh-TW")).id
    await bench.log.send(id_, "c1", "壞的")
    await bench.log.send(id_, "c2", "好的")
    async with bench.answering().running():
        events = await bench.wait_for(id_, 4)
    assert [event.details["status"] for event in events[2:]] == ["error", "answered"]
    assert "1999" in events[2].text
    await bench.office.close()


async def test_an_answer_that_takes_too_long_becomes_an_apology(bench: Bench) -> None:
    async def never() -> None:
        await asyncio.Event().wait()

    bench.answerer.gate = never
    id_ = (await bench.log.open("zh-TW")).id
    await bench.log.send(id_, "c1", "慢")
    async with bench.answering(allowed=Allowed(answer_within=0.05)).running():
        events = await bench.wait_for(id_, 2)
    assert events[1].details["status"] == "error"
    await bench.office.close()


async def test_the_bot_says_nothing_once_a_person_was_called(bench: Bench) -> None:
    composing, go_on = asyncio.Event(), asyncio.Event()

    async def gate() -> None:
        composing.set()
        await go_on.wait()

    bench.answerer.gate = gate
    id_ = (await bench.log.open("zh-TW")).id
    await bench.log.send(id_, "c1", "問")
    answering = bench.answering()
    async with answering.running():
        await composing.wait()
        await bench.office.agents.add(Agent("mei", "小美"))
        await bench.office.queue.take_over(id_, "mei")
        go_on.set()
        other = (await bench.log.open("zh-TW")).id
        await bench.log.send(other, "c1", "問")
        answering.notice(other)
        await bench.wait_for(other, 2)
    assert [event.author for event in await bench.log.read(id_)] == [
        Author.CITIZEN,
        Author.SYSTEM,
        Author.SYSTEM,
    ]
    await bench.office.close()


async def test_a_flood_of_one_citizen_delays_the_others_by_at_most_two_answers(bench: Bench) -> None:
    composed, begun = list[str](), asyncio.Event()

    def noted(question: Question) -> Answer:
        composed.append(question.text)
        begun.set()
        return cited(question)

    bench.answerer.make = noted
    loud = (await bench.log.open("zh-TW")).id
    for number in range(200):
        await bench.log.send(loud, f"c{number}", "洗版")
    quiet = [(await bench.log.open("zh-TW")).id for _ in range(10)]
    answering, delays = bench.answering(Pace(workers=1)), list[int]()
    async with answering.running():
        await begun.wait()
        for number, id_ in enumerate(quiet):
            question = f"第{number}位的問題"
            await bench.log.send(id_, "c1", question)
            answering.notice(id_)
            before = len(composed)
            await bench.wait_for(id_, 2)
            delays.append(composed.index(question) - before)
    assert composed.count("洗版") < 200
    assert max(delays) <= 2
    await bench.office.close()


async def test_danger_is_answered_at_once_however_much_waits_even_in_the_same_conversation(
    bench: Bench,
) -> None:
    begun = asyncio.Event()

    async def never() -> None:
        begun.set()
        await asyncio.Event().wait()

    bench.answerer.gate = never
    answering = bench.answering(Pace(workers=2, most_waiting=3))
    desk = CitizenDesk(bench.office, answering, Metrics())
    one, other = (await bench.log.open("zh-TW")).id, (await bench.log.open("zh-TW")).id
    async with answering.running():
        for number in range(3):
            await desk.send(one, f"c{number}", "怎麼辦")
        await desk.send(other, "c1", "怎麼辦")
        await begun.wait()
        for id_, count in ((one, 5), (other, 3)):
            receipt = await desk.send(id_, "c9", "我不想活了")
            events = await bench.wait_for(id_, count)
            answer = next(event for event in events if event.author is Author.BOT)
            assert (answer.details["status"], answer.details["answers"]) == ("emergency", receipt.seq)
            assert "1925" in answer.text
    await bench.office.close()


async def test_those_who_waited_long_get_an_answer_without_what_costs_most(bench: Bench) -> None:
    hurried: list[bool] = []

    def noted(question: Question) -> Answer:
        hurried.append(question.hurried)
        return cited(question)

    bench.answerer.make = noted
    for pace in (Pace(workers=1, hurry_after=60), Pace(workers=1, hurry_after=0)):
        id_ = (await bench.log.open("zh-TW")).id
        await bench.log.send(id_, "c1", "問")
        async with bench.answering(pace).running():
            await bench.wait_for(id_, 2)
    assert hurried == [False, True]
    await bench.office.close()


async def test_that_the_bot_composes_is_told_to_those_who_watch(bench: Bench) -> None:
    id_ = (await bench.log.open("zh-TW")).id
    await bench.log.send(id_, "c1", "問")
    with bench.bus.watch(id_) as watch:
        async with bench.answering().running():
            seen: set[Notice] = set()
            while Notice.TYPING not in seen:
                seen |= await watch.wait(5)
    await bench.office.close()


async def test_a_promise_of_a_person_comes_out_as_what_is_true(bench: Bench) -> None:
    reason = HandoffReason.ASKED_FOR_HUMAN
    bench.answerer.make = lambda _: Answer(
        AnswerStatus.HANDOFF, "好的，我把您轉給真人客服。", 1.0, handoff=reason
    )
    id_ = (await bench.log.open("zh-TW")).id
    await bench.log.send(id_, "c1", "我要找真人")
    async with bench.answering().running():
        events = await bench.wait_for(id_, 3)
    assert events[1].details == {"state": "bot", "reason": "nobody_on_duty", "wish": "asked_for_human"}
    assert (events[2].details["status"], events[2].details["handoff"]) == ("handoff", "asked_for_human")
    assert "目前沒有真人客服" in events[2].text
    await bench.office.close()


def test_the_bot_is_given_what_was_said_before(tmp_path: Path) -> None:
    heard: list[Question] = []
    done = threading.Event()

    def remember(question: Question) -> Answer:
        heard.append(question)
        done.set()
        return Answer(AnswerStatus.ANSWERED, f"答：{question.text}", 0.9)

    with running(application(tmp_path, StubAnswerer(remember))) as url, Citizen(url) as citizen:
        citizen.send("美術館在哪裡？")
        citizen.hear(2)
        citizen.send("那星期一有開嗎？")
        citizen.hear(4)
    last = heard[-1]
    assert [(turn.author, turn.text) for turn in last.history] == [
        ("citizen", "美術館在哪裡？"),
        ("bot", "答：美術館在哪裡？"),
    ]
    assert str(last.now.tzinfo) == "Asia/Taipei"
