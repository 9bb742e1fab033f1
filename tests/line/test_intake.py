"""What events do in the conversation."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from limits import parse
from structlog.testing import capture_logs

from bot.channels.limits.rules import Matter, Rules, Scope
from bot.channels.line import PushTerms
from bot.channels.line.incoming import events_of
from bot.channels.line.wording import phrase
from handoff.events import Author, Draft, EventKind
from tests.handoff.clock import Clock
from tests.line.conftest import Bench, channel
from tests.line.platform import Line

pytestmark = pytest.mark.anyio


async def test_events_are_handled_in_the_order_in_which_they_happened(bench: Bench, line: Line) -> None:
    events = [line.says(text) for text in ("一", "二", "三")]
    await bench.take_in(*reversed(events))
    assert [event.text for event in await bench.log()] == ["一", "二", "三"]


async def test_each_user_and_each_member_of_a_group_has_a_conversation(bench: Bench, line: Line) -> None:
    mention = {"mentionees": [{"index": 0, "length": 3, "isSelf": True}]}
    group = {"type": "group", "groupId": "C1", "userId": "U1"}
    for source, mentioned in ((group, mention), (group, {})):
        event = line.says("@市府 問", source=source)
        event["message"]["mention"] = mentioned
        await bench.take_in(event)
    await bench.take_in(line.says("問"), line.says("問", user="U2"), line.says("再問"))
    logs = [await bench.office.log.read_all(id_) for id_ in await bench.conversations()]
    assert sorted([event.text for event in log] for log in logs) == [["@市府 問"], ["問"], ["問", "再問"]]


@pytest.mark.parametrize("kind", ["sticker", "image", "audio", "location", "hologram"])
async def test_what_cannot_be_read_is_recorded_and_said_politely(bench: Bench, line: Line, kind: str) -> None:
    await bench.take_in(line.event(message={"id": "9", "type": kind}))
    await bench.channel.deliver()
    assert [event.author for event in await bench.log()] == [Author.CITIZEN, Author.SYSTEM]
    assert line.texts == [phrase("unreadable")]


@pytest.mark.parametrize("first", ["message", "unsend"])
async def test_an_unsent_message_leaves_no_words(bench: Bench, line: Line, first: str) -> None:
    message = line.says("說錯了")
    unsend = line.event("unsend", unsend={"messageId": message["message"]["id"]})
    pair = (message, unsend) if first == "message" else (unsend, message)
    await bench.take_in(line.says("問"))
    for event in pair:
        await bench.take_in(event)
    assert all("說錯了" not in event.text for event in await bench.log())
    (conversation,) = await bench.conversations()
    asked = await bench.office.log.next_question(conversation)
    assert asked is not None and asked.text == "問"


async def test_what_a_dead_process_had_taken_is_handled_by_another(
    bench: Bench, line: Line, clock: Clock
) -> None:
    await bench.channel.inbox.receive(events_of({"events": [line.says("問")]}))
    assert len(await bench.channel.inbox.take()) == 1
    assert await bench.channel.handle() == 0
    clock.advance(seconds=31)
    assert [await bench.channel.handle(), await bench.channel.handle()] == [1, 0]
    assert len(await bench.log()) == 1


async def test_personal_data_is_masked_and_not_kept_in_the_inbox(
    bench: Bench, line: Line, tmp_path: Path
) -> None:
    await bench.take_in(line.says("我的身分證是 A123456789"))
    (event,) = await bench.log()
    assert "A123456789" not in event.text
    with sqlite3.connect(tmp_path / "a.sqlite3") as database:
        assert database.execute("SELECT kind, document FROM line_inbox").fetchall() == [("message", None)]
    database.close()


async def test_a_closed_conversation_is_followed_by_a_new_one(bench: Bench, line: Line) -> None:
    await bench.take_in(line.says("問"))
    (first,) = await bench.conversations()
    await bench.office.queue.close_by_citizen(first)
    await bench.take_in(line.says("又來了"))
    assert len(await bench.conversations()) == 2


async def test_an_event_that_fails_again_and_again_is_given_up_and_holds_up_no_other(
    bench: Bench, line: Line, clock: Clock
) -> None:
    poison = line.says("毒", user="U\ud800")
    with capture_logs() as logs:
        await bench.take_in(poison, line.says("問"))
        assert [event.text for event in await bench.log()] == ["問"]
        for _ in range(10):
            clock.advance(hours=2)
            await bench.channel.handle()
    assert [one["event"] for one in logs if one["log_level"] == "error"] == [
        *["line_event_left"] * 5,
        "line_event_failed",
    ]


async def test_handled_events_are_forgotten_in_time_and_those_under_way_are_not(
    bench: Bench, line: Line, clock: Clock
) -> None:
    await bench.take_in(line.says("問"))
    clock.advance(days=15)
    await bench.channel.inbox.receive(events_of({"events": [line.says("再問")]}))
    assert [await bench.channel.inbox.forget(timedelta(days=14)) for _ in range(2)] == [1, 0]
    assert await bench.channel.handle() == 1


@pytest.mark.parametrize(("kind", "said"), [("follow", "welcome"), ("join", "joined")])
async def test_who_answers_here_is_said_at_the_beginning(
    bench: Bench, line: Line, kind: str, said: str
) -> None:
    await bench.take_in(line.event(kind))
    assert (line.texts, line.calls, await bench.conversations()) == ([phrase(said)], ["reply"], [])


async def test_who_follows_again_is_written_to_again(bench: Bench, line: Line) -> None:
    await bench.take_in(line.says("問"), line.event("unfollow"))
    await bench.take_in(line.event("follow"))
    (conversation,) = await bench.conversations()
    await bench.answer(conversation, [Draft(EventKind.MESSAGE, Author.BOT, "答", {"status": "answered"})])
    await bench.channel.deliver()
    assert line.texts[-1] == "答"


async def test_an_edited_message_is_answered_in_its_last_wording(bench: Bench, line: Line) -> None:
    message = line.says("生育津貼")
    edits = [
        line.event("messageEdited", message={**message["message"], "text": text})
        for text in ("育兒津貼", "我是 A123456789，問育兒津貼")
    ]
    await bench.take_in(message)
    await bench.take_in(edits[1])
    await bench.take_in(edits[0])
    (event,) = await bench.log()
    assert event.text.endswith("問育兒津貼") and "A123456789" not in event.text
    (conversation,) = await bench.conversations()
    asked = await bench.office.log.next_question(conversation)
    assert asked is not None and asked.text == event.text


async def test_in_a_group_an_edit_that_mentions_us_is_a_question(bench: Bench, line: Line) -> None:
    group = {"type": "group", "groupId": "C1", "userId": "U1"}
    message = line.says("問", source=group)
    mention = {"mentionees": [{"isSelf": True}]}
    edit = line.event(
        "messageEdited", message={**message["message"], "text": "@市府 問", "mention": mention}, source=group
    )
    await bench.take_in(message, edit)
    assert [event.text for event in await bench.log()] == ["@市府 問"]


async def test_what_is_longer_than_can_be_read_is_said_to_be(bench: Bench, line: Line) -> None:
    await bench.take_in(line.says("字" * 2_001))
    question, notice = await bench.log()
    assert (len(question.text), notice.text) == (2_000, phrase("too_long").format(n="2,000"))


async def test_who_sends_too_many_is_told_once_and_who_is_in_danger_every_time(
    bench: Bench, line: Line, clock: Clock
) -> None:
    most = {Matter.MESSAGE: "2/minute", Matter.EMERGENCY: "1/minute"}
    rules = Rules({(matter, Scope.LINE_USER): (parse(limit),) for matter, limit in most.items()})
    limited = Bench(bench.office, channel(bench.office, line, clock, PushTerms(), limits=rules))
    await limited.take_in(*(line.says(f"第 {number} 題") for number in range(6)))
    assert len(await bench.log()) == 2
    assert len(line.texts) == 1 and "傳得太快" in line.texts[0]
    await limited.take_in(line.says("我想跳樓"), line.says("我想跳樓"), line.says("我想跳樓"))
    assert len(await bench.log()) == 3
    assert ["1925" in text for text in line.texts[1:]] == [True, True]
