"""While an answer is being found."""

import pytest

from bot.channels.line.taps import Act, tapped
from handoff.events import Author, Draft, EventKind
from tests.handoff.clock import Clock
from tests.line.conftest import Bench
from tests.line.platform import Line, tap, taps

pytestmark = pytest.mark.anyio

ANSWER = Draft(EventKind.MESSAGE, Author.BOT, "答", {"status": "answered"})


async def test_who_waits_alone_sees_that_an_answer_is_being_prepared(
    bench: Bench, line: Line, clock: Clock
) -> None:
    group = {"type": "group", "groupId": "C1", "userId": "U2"}
    in_group = line.says("@市府 問", source=group)
    in_group["message"]["mention"] = {"mentionees": [{"isSelf": True}]}
    await bench.take_in(line.says("問"), in_group)
    await bench.channel.waiting.show()
    assert line.loaded == []
    clock.advance(seconds=2)
    for _ in range(3):
        await bench.channel.waiting.show()
    assert line.loaded == ["U1"]
    clock.advance(seconds=20)
    await bench.channel.waiting.show()
    assert line.loaded == ["U1", "U1"]


async def test_who_has_been_answered_sees_no_sign_of_preparation(
    bench: Bench, line: Line, clock: Clock
) -> None:
    await bench.take_in(line.says("問"))
    (conversation,) = await bench.conversations()
    await bench.answer(conversation, [ANSWER])
    clock.advance(seconds=2)
    await bench.channel.waiting.show()
    assert line.loaded == []


async def slow_answer(bench: Bench, line: Line, clock: Clock) -> str:
    """A conversation whose question is still open when the reply token is about to die."""
    await bench.take_in(line.says("問"))
    (conversation,) = await bench.conversations()
    await bench.channel.waiting.offer()
    assert line.calls == []
    clock.advance(seconds=40)
    await bench.channel.waiting.offer()
    return conversation


async def test_long_work_is_fetched_with_a_tap_and_costs_no_push(
    bench: Bench, line: Line, clock: Clock
) -> None:
    conversation = await slow_answer(bench, line, clock)
    (action,) = taps(line)
    told = tapped(action["data"])
    assert told is not None and (told.act, action["label"]) == (Act.CONTINUE, "繼續")
    clock.advance(seconds=30)
    await bench.answer(conversation, [ANSWER])
    assert await bench.channel.deliver() == 0
    await bench.take_in(tap(line))
    await bench.channel.deliver()
    assert (line.texts[-1], line.calls) == ("答", ["reply", "reply"])


async def test_a_tap_before_the_answer_is_there_is_answered_as_soon_as_it_is(
    bench: Bench, line: Line, clock: Clock
) -> None:
    conversation = await slow_answer(bench, line, clock)
    await bench.take_in(tap(line))
    assert await bench.channel.deliver() == 0
    await bench.answer(conversation, [ANSWER])
    await bench.channel.deliver()
    assert (line.texts[-1], line.calls) == ("答", ["reply", "reply"])


async def test_who_does_not_tap_gets_the_answer_all_the_same(bench: Bench, line: Line, clock: Clock) -> None:
    conversation = await slow_answer(bench, line, clock)
    await bench.answer(conversation, [ANSWER])
    clock.advance(minutes=5)
    await bench.channel.deliver()
    assert (line.texts[-1], line.calls) == ("答", ["reply", "push"])


async def test_where_the_tap_cannot_be_offered_the_answer_is_pushed_at_once(
    bench: Bench, line: Line, clock: Clock
) -> None:
    line.failures = [400]
    conversation = await slow_answer(bench, line, clock)
    await bench.answer(conversation, [ANSWER])
    await bench.channel.deliver()
    assert (line.texts, line.calls) == (["答"], ["reply", "push"])
