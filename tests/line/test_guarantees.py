"""What holds for LINE whatever happens, on each database: nothing is lost, nothing is said twice, order is kept."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.line.batches import Status
from handoff.events import Author, Draft, Event, EventKind
from tests.handoff.clock import Clock
from tests.handoff.conftest import postgres_schema
from tests.line.conftest import Bench
from tests.line.dying import dies
from tests.line.platform import Line

pytestmark = pytest.mark.anyio

ANSWER = Draft(EventKind.MESSAGE, Author.BOT, "答", {"status": "answered"})


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'a.sqlite3'}"
        return
    with postgres_schema() as url:
        yield url


async def answered(bench: Bench, event: dict[str, object]) -> str:
    """A conversation with an answer that has not been delivered yet."""
    await bench.take_in(event)
    (conversation,) = await bench.conversations()
    await bench.answer(conversation, [ANSWER])
    return conversation


def texts(log: list[Event]) -> list[str]:
    return [event.text for event in log]


async def test_ten_redeliveries_of_each_event_in_any_order_have_one_effect(bench: Bench, line: Line) -> None:
    events = [line.says(text) for text in ("一", "二", "三")]
    again = [{**event, "deliveryContext": {"isRedelivery": True}} for event in events] * 10
    random.Random(7).shuffle(again)
    await bench.take_in(*reversed(events), *again[:15])
    for event in again[15:]:
        await bench.take_in(event)
    assert texts(await bench.log()) == ["一", "二", "三"]


async def test_an_event_that_comes_again_after_its_answer_is_not_answered_again(
    bench: Bench, line: Line
) -> None:
    event = line.says("問")
    await answered(bench, event)
    await bench.channel.deliver()
    await bench.take_in({**event, "deliveryContext": {"isRedelivery": True}})
    assert await bench.channel.deliver() == 0
    assert (line.texts, line.calls) == (["答"], ["reply"])


async def test_events_in_reverse_are_handled_in_their_order_and_what_was_unsent_leaves_no_words(
    bench: Bench, line: Line
) -> None:
    message = line.says("說錯了")
    unsend, later = line.event("unsend", unsend={"messageId": message["message"]["id"]}), line.says("後來")
    await bench.take_in(later, unsend, message)
    assert all("說錯了" not in text for text in texts(await bench.log()))
    await bench.take_in({**message, "deliveryContext": {"isRedelivery": True}})
    assert all("說錯了" not in text for text in texts(await bench.log()))


async def test_a_reply_token_of_61_seconds_becomes_one_push(bench: Bench, line: Line) -> None:
    conversation = await answered(bench, line.says("問"))
    line.advance(61)
    await bench.channel.deliver()
    await bench.channel.deliver()
    assert (line.texts, line.calls) == (["答"], ["reply", "push"])
    assert await bench.channel.outbox.statuses(conversation) == {2: Status.ACCEPTED}


async def test_a_kill_between_sending_a_reply_and_noting_it_leaves_one_answer_of_unknown_fate(
    bench: Bench, line: Line, clock: Clock, database: str
) -> None:
    conversation = await answered(bench, line.says("問"))
    await dies("send", database, line.url)
    assert line.texts == ["答"]
    clock.advance(seconds=61)
    assert await bench.channel.deliver() == 0
    assert (line.texts, line.calls) == (["答"], ["reply"])
    assert await bench.channel.outbox.statuses(conversation) == {2: Status.UNKNOWN}


async def test_a_kill_between_sending_a_push_and_noting_it_leaves_one_answer_that_is_known_to_have_come(
    bench: Bench, line: Line, clock: Clock, database: str
) -> None:
    old = {"deliveryContext": {"isRedelivery": True}, "timestamp": int((time.time() - 60) * 1_000)}
    conversation = await answered(bench, line.says("問", **old))
    await dies("send", database, line.url)
    clock.advance(seconds=61)
    await bench.channel.deliver()
    assert (line.texts, line.calls, len(set(line.keys))) == (["答"], ["push", "push"], 1)
    assert await bench.channel.outbox.statuses(conversation) == {2: Status.ACCEPTED}


async def test_after_half_an_hour_without_line_everything_arrives_once_and_in_order(
    bench: Bench, line: Line, clock: Clock
) -> None:
    conversation = await answered(bench, line.says("問"))
    line.down = True
    for minute in range(30):
        if minute == 10:
            await bench.take_in(line.says("再問"))
            await bench.answer(conversation, [Draft(EventKind.MESSAGE, Author.BOT, "再答")])
        await bench.channel.deliver()
        clock.advance(minutes=1)
    line.down = False
    for _ in range(60):
        await bench.channel.deliver()
        clock.advance(minutes=1)
    assert line.texts == ["答", "再答"]


async def test_what_waits_for_a_push_is_held_and_freed_on_each_database(
    bench: Bench, line: Line, clock: Clock
) -> None:
    line.channel.month.most = 0
    conversation = await answered(bench, line.says("問"))
    clock.advance(seconds=51)
    await bench.channel.quota.look()
    await bench.channel.deliver()
    assert await bench.channel.outbox.statuses(conversation) == {2: Status.HELD}
    await bench.take_in(line.event("postback", postback={"data": "do=continue"}))
    await bench.channel.deliver()
    assert (line.texts, line.calls) == (["答"], ["reply"])
