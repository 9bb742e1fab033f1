"""Answers that wait for an agent."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from askcity.errors import ConflictError
from handoff.bus import LocalBus
from handoff.duty.hours import load
from handoff.events import Author, Draft, Event, EventKind
from handoff.lane.values import Decided, Holding, Rules, Topic
from handoff.office import Arrangement, Office, open_office
from handoff.states import State
from tests.console.socket import socket
from tests.console.staff import Console
from tests.databases import sqlite
from tests.handoff.clock import Clock
from tests.handoff.talk import hired
from tests.web.citizen import Citizen
from tests.web.stub import AROUND_THE_CLOCK

RULES = {"minutes": 5, "topics": [{"label": "生育津貼", "agencies": [], "words": ["生育津貼"]}]}
NOTICE = [Draft(EventKind.MESSAGE, Author.BOT, "請稍候", {"status": "handoff"})]
ANSWER = Holding("津貼", "每胎3萬元。", {"status": "answered", "answers": 1, "citations": []}, 0.8)


def held(chief: Console, citizen: Citizen) -> dict[str, Any]:
    """A draft to a citizen's question."""
    assert chief.http.put("/lane", json=RULES).status_code == 204
    citizen.send("生育津貼可以領多少？")
    citizen.hear(2)
    (draft,) = chief.http.get("/drafts").json()
    return dict(draft)


def test_an_answer_on_a_topic_waits_and_the_citizen_is_told(chief: Console, citizen: Citizen) -> None:
    draft = held(chief, citizen)
    said = [event.data["text"] for event in citizen.hear(2)]
    assert "先請專人確認" in said[1]
    assert "3萬元" not in said[1]
    assert "3萬元" in draft["text"]
    assert draft["question"] == "生育津貼可以領多少？"


def test_other_topics_are_answered_at_once(chief: Console, citizen: Citizen) -> None:
    chief.http.put("/lane", json=RULES)
    citizen.send("路燈壞了")
    assert "3萬元" in citizen.hear(2)[1].data["text"]
    assert chief.http.get("/drafts").json() == []


def test_what_is_approved_is_said_by_the_bot_with_its_sources(
    chief: Console, lin: Console, citizen: Citizen
) -> None:
    draft = held(chief, citizen)
    assert lin.http.post(f"/drafts/{draft['id']}/approve", json={"text": draft["text"]}).status_code == 200
    last = citizen.hear(3)[2].data
    assert (last["author"], last["text"]) == ("bot", draft["text"])
    assert last["citations"]
    again = lin.http.post(f"/drafts/{draft['id']}/approve", json={"text": draft["text"]})
    assert again.status_code == 409
    tallies = chief.http.get("/lane").json()["tallies"]
    assert [(one["topic"], one["outcome"], one["count"]) for one in tallies] == [("生育津貼", "approved", 1)]


def test_what_is_edited_is_said_as_edited_and_recorded_so(
    chief: Console, lin: Console, citizen: Citizen
) -> None:
    draft = held(chief, citizen)
    lin.http.post(f"/drafts/{draft['id']}/approve", json={"text": "第1胎3萬元。"})
    assert citizen.hear(3)[2].data["text"] == "第1胎3萬元。"
    assert chief.http.get("/lane").json()["tallies"][0]["outcome"] == "edited"


def test_what_is_rejected_is_never_said_and_the_citizen_waits_for_a_person(
    chief: Console, lin: Console, citizen: Citizen
) -> None:
    draft = held(chief, citizen)
    assert lin.http.post(f"/drafts/{draft['id']}/reject").status_code == 200
    whole = lin.read(citizen.id)
    assert whole["conversation"]["state"] == "queued"
    assert "3萬元" not in str([event["text"] for event in whole["events"]])


def test_drafts_are_on_every_console_as_they_come(chief: Console, lin: Console, citizen: Citizen) -> None:
    with socket(lin) as desk:
        draft = held(chief, citizen)
        lists = desk.next("lists")
        while not lists["drafts"]:
            lists = desk.next("lists")
        assert lists["drafts"][0]["id"] == draft["id"]


def test_a_draft_of_a_conversation_that_was_taken_over_is_of_no_use(
    chief: Console, lin: Console, citizen: Citizen
) -> None:
    draft = held(chief, citizen)
    lin.act(citizen.id, "take-over")
    refused = chief.http.post(f"/drafts/{draft['id']}/approve", json={"text": draft["text"]})
    assert refused.status_code == 409


@pytest.fixture
async def office(tmp_path: Path, clock: Clock) -> AsyncIterator[Office]:
    arrangement = Arrangement(load(AROUND_THE_CLOCK))
    office = open_office(sqlite(tmp_path / "a.sqlite3"), LocalBus(), clock, arrangement)
    yield office
    await office.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def asked(office: Office) -> str:
    """A conversation whose answer is held back."""
    id_ = (await office.log.open("zh-TW")).id
    await office.log.send(id_, "1", "生育津貼")
    question = await office.log.next_question(id_)
    assert question is not None
    assert await office.lane.hold(question, NOTICE, ANSWER) == 2
    return id_


def texts(events: list[Event]) -> list[str]:
    return [event.text for event in events if event.kind is EventKind.MESSAGE]


@pytest.mark.anyio
async def test_what_nobody_decides_on_in_time_is_handed_over(office: Office, clock: Clock) -> None:
    await hired(office, "lin")
    id_ = await asked(office)
    assert await office.lane.sweep() == 0
    clock.advance(minutes=6)
    await office.agents.beat("lin")
    assert await office.lane.sweep() == 1
    assert (await office.log.find(id_)).state is State.QUEUED
    assert ANSWER.text not in texts(await office.log.read(id_))
    assert [tally.outcome for tally in await office.lane.tallies()] == [Decided.EXPIRED]


@pytest.mark.anyio
async def test_where_nobody_is_there_in_the_end_a_message_can_be_left(office: Office, clock: Clock) -> None:
    id_ = await asked(office)
    clock.advance(minutes=6)
    await office.lane.sweep()
    last = (await office.log.read(id_))[-1]
    assert (await office.log.find(id_)).state is State.BOT
    assert last.details["offers"] == ["leave_message"]


@pytest.mark.anyio
async def test_a_conversation_that_has_gone_on_keeps_no_late_answer(office: Office, clock: Clock) -> None:
    await hired(office, "lin")
    id_ = await asked(office)
    await office.queue.take_over(id_, "lin")
    (draft,) = await office.lane.waiting()
    with pytest.raises(ConflictError):
        await office.lane.approve(draft.id, "lin", draft.text)
    clock.advance(minutes=6)
    await office.lane.sweep()
    assert [tally.outcome for tally in await office.lane.tallies()] == [Decided.OVERTAKEN]
    assert ANSWER.text not in texts(await office.log.read(id_))


@pytest.mark.anyio
async def test_the_bot_keeps_nothing_back_where_a_person_has_the_word_already(office: Office) -> None:
    await hired(office, "lin")
    id_ = (await office.log.open("zh-TW")).id
    await office.log.send(id_, "1", "生育津貼")
    question = await office.log.next_question(id_)
    assert question is not None
    await office.queue.take_over(id_, "lin")
    assert await office.lane.hold(question, NOTICE, ANSWER) is None
    assert await office.lane.waiting() == []


def test_a_topic_is_told_by_agency_or_by_words() -> None:
    rules = Rules((Topic("社福", agencies=("社會局",)), Topic("津貼", words=("津貼",))))
    assert rules.topic("怎麼申請", ("社會局",)) is rules.topics[0]
    assert rules.topic("育兒津貼", ("民政局",)) is rules.topics[1]
    assert rules.topic("垃圾車", ("環保局",)) is None
