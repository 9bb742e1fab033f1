"""What events do in the conversation."""

import sqlite3
from pathlib import Path

import pytest

from bot.channels.line.incoming import events_of
from bot.channels.line.wording import phrase
from handoff.events import Author
from tests.handoff.clock import Clock
from tests.line.conftest import Bench
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
