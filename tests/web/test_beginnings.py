"""The beginning of an answer is shown while it is written, to those only who will get the answer, and stands nowhere."""

import asyncio
import dataclasses
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.answer import Answer, Partial, Question, Show
from bot.channels.responding import Allowed, Responder
from handoff.bus import LocalBus
from handoff.lane.values import Rules, Topic
from handoff.office import open_office
from handoff.policy import Limits
from tests.web.citizen import Citizen, Heard
from tests.web.stub import StubAnswerer, StubCity, application, cited, running

FIRST, BOTH = "第一句。", "第一句。第二句。"


class Slow(StubAnswerer):
    """Shows a beginning, waits, shows more, and answers."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = threading.Event()

    async def answer(self, question: Question, show: Show) -> Answer:
        show(Partial(FIRST, ("民政局",)))
        await asyncio.to_thread(self.go_on.wait, 10)
        show(Partial(BOTH, ("民政局",)))
        await asyncio.sleep(0)
        return cited(question)


@contextmanager
def talking(folder: Path) -> Iterator[tuple[Citizen, Slow]]:
    slow = Slow()
    app = application(folder, slow, StubCity())
    app.state.parts = dataclasses.replace(app.state.parts, heartbeat=0.3)
    with running(app) as url, Citizen(url) as citizen:
        yield citizen, slow


def until_message(events: Iterator[Heard], author: str) -> list[Heard]:
    """What is heard up to a message of somebody."""
    found: list[Heard] = []
    while not found or (found[-1].kind, found[-1].data.get("author")) != ("message", author):
        found.append(next(events))
    return found


def test_a_beginning_is_shown_before_the_answer_and_is_no_entry_of_the_log(tmp_path: Path) -> None:
    with talking(tmp_path) as (citizen, slow), citizen.stream() as events:
        citizen.send("生育津貼多少錢")
        shown = next(event for event in events if "text" in event.data and event.kind == "typing")
        assert (shown.id, shown.data) == (None, {"author": "bot", "text": FIRST})
        slow.go_on.set()
        assert until_message(events, "bot")[-1].data["text"] != FIRST
        assert [event.data["author"] for event in citizen.hear(2)] == ["citizen", "bot"]


def test_who_comes_later_sees_the_beginning_too(tmp_path: Path) -> None:
    with talking(tmp_path) as (citizen, slow), citizen.stream() as events:
        citizen.send("生育津貼多少錢")
        assert next(event for event in events if event.kind == "typing" and "text" in event.data)
        with citizen.stream() as others:
            assert next(event for event in others if event.kind == "typing").data["text"] == FIRST
        slow.go_on.set()


def test_a_conversation_that_the_bot_has_left_sees_no_more_of_its_answer(tmp_path: Path) -> None:
    with talking(tmp_path) as (citizen, slow):
        path = f"/api/conversations/{citizen.id}/events"
        with citizen.http.stream("GET", path, headers=citizen.key) as response:
            lines = response.iter_lines()
            citizen.send("生育津貼多少錢")
            next(line for line in lines if FIRST in line)
            citizen.post("close", {})
            next(line for line in lines if '"state":"closed"' in line)
            slow.go_on.set()
            while 'askcity_answers_total{status="withheld"} 1.0' not in citizen.http.get("/metrics").text:
                time.sleep(0.01)
            rest = [line for _ in range(2) for line in iter(lines.__next__, ": still here")]
    assert not any(BOTH in line for line in rest)


@pytest.mark.anyio
@pytest.mark.parametrize("topic", [Topic("民政", agencies=("民政局",)), Topic("津貼", words=("津貼",))])
async def test_nothing_is_shown_of_an_answer_that_an_agent_is_to_look_at_first(
    tmp_path: Path, topic: Topic
) -> None:
    office = open_office(f"sqlite:///{tmp_path / 'a.sqlite3'}", LocalBus())
    await office.lane.set_rules(Rules((topic,)), "chief")
    answerer = StubAnswerer(beginnings=(Partial(FIRST, ("民政局",)),))
    responder = Responder(answerer, office.duty, office.lane, Limits(), Allowed())
    shown: list[Partial] = []
    for text in ("生育津貼多少錢", "生育津貼怎麼辦"):
        id_ = (await office.log.open("zh-TW")).id
        await office.log.send(id_, "c1", text)
        asked = await office.log.next_question(id_)
        assert asked is not None
        await responder.respond(asked, shown.append)
        await office.lane.set_rules(Rules(), "chief")
    assert shown == [*answerer.beginnings]  # that of the second, for which there was no rule any more
    await office.close()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
