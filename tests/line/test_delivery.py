"""What users see, whatever LINE does with a call: each answer at most once, and where it stayed is written down."""

import asyncio

import pytest

from bot.channels.line import PushTerms
from bot.channels.line.batches import Status
from handoff.agents.values import Agent
from handoff.desk.values import Saying
from handoff.events import Author, Draft, EventKind
from tests.handoff.clock import Clock
from tests.line.conftest import Bench, channel
from tests.line.platform import SLOW, Line

pytestmark = pytest.mark.anyio

ANSWER = Draft(EventKind.MESSAGE, Author.BOT, "答", {"status": "answered"})


async def answered(bench: Bench, line: Line) -> str:
    """A conversation with an answer that has not been delivered yet."""
    await bench.take_in(line.says("問"))
    (conversation,) = await bench.conversations()
    await bench.answer(conversation, [ANSWER])
    return conversation


async def test_an_answer_goes_out_once_by_the_reply_token(bench: Bench, line: Line) -> None:
    conversation = await answered(bench, line)
    assert [await bench.channel.deliver(), await bench.channel.deliver()] == [1, 0]
    assert (line.texts, line.calls) == (["答"], ["reply"])
    assert await bench.channel.outbox.statuses(conversation) == {2: Status.ACCEPTED}


async def test_an_answer_after_fifty_seconds_is_pushed(bench: Bench, line: Line, clock: Clock) -> None:
    await answered(bench, line)
    clock.advance(seconds=51)
    await bench.channel.deliver()
    assert (line.texts, line.calls) == (["答"], ["push"])


async def test_a_reply_token_that_line_refuses_becomes_a_push(bench: Bench, line: Line) -> None:
    conversation = await answered(bench, line)
    line.failures = [400]
    await bench.channel.deliver()
    await bench.channel.deliver()
    assert (line.texts, line.calls) == (["答"], ["reply", "push"])
    assert await bench.channel.outbox.statuses(conversation) == {2: Status.ACCEPTED}


@pytest.mark.parametrize("failure", [SLOW, 500, 502, 504])
async def test_a_reply_that_line_may_have_taken_is_unknown_and_never_sent_again(
    bench: Bench, line: Line, clock: Clock, failure: int | str
) -> None:
    conversation = await answered(bench, line)
    hurried = channel(bench.office, line, clock, PushTerms(), timeout=0.3)
    line.failures = [failure]
    for _ in range(5):
        await hurried.deliver()
        clock.advance(hours=1)
    assert line.calls == ["reply"]
    assert await bench.channel.outbox.statuses(conversation) == {2: Status.UNKNOWN}


@pytest.mark.parametrize("refusal", [401, 404, 429, 503])
async def test_a_reply_that_line_turned_away_is_pushed(
    bench: Bench, line: Line, clock: Clock, refusal: int
) -> None:
    conversation = await answered(bench, line)
    line.failures = [refusal]
    await bench.channel.deliver()
    clock.advance(seconds=11)
    await bench.channel.deliver()
    assert (line.texts, line.calls) == (["答"], ["reply", "push"])
    assert await bench.channel.outbox.statuses(conversation) == {2: Status.ACCEPTED}


async def test_a_slow_call_holds_up_its_own_chat_alone(bench: Bench, line: Line, clock: Clock) -> None:
    running = channel(bench.office, line, clock, PushTerms(), timeout=20)
    line.failures = [SLOW]
    slow = await answered(bench, line)
    async with running.running():
        await asyncio.to_thread(line.wait_for, 1)
        await bench.take_in(line.says("問", "U2"))
        (quick,) = set(await bench.conversations()) - {slow}
        await bench.answer(quick, [ANSWER, Draft(EventKind.MESSAGE, Author.BOT, "再答")])
        await asyncio.to_thread(line.wait_for, 3)
        assert await bench.channel.outbox.statuses(slow) == {2: Status.SENDING}
    assert line.texts == ["答", "答", "再答"]


async def test_a_push_that_line_took_before_the_time_out_is_seen_once(
    bench: Bench, line: Line, clock: Clock
) -> None:
    conversation = await answered(bench, line)
    clock.advance(minutes=2)
    line.failures = [SLOW]
    await channel(bench.office, line, clock, PushTerms(), timeout=0.3).deliver()
    clock.advance(seconds=11)
    await bench.channel.deliver()
    assert (line.texts, line.calls, len(set(line.keys))) == (["答"], ["push", "push"], 1)
    assert await bench.channel.outbox.statuses(conversation) == {2: Status.ACCEPTED}


async def test_a_reply_that_a_dead_process_had_begun_is_unknown(
    bench: Bench, line: Line, clock: Clock
) -> None:
    conversation = await answered(bench, line)
    assert len(await bench.channel.outbox.plan(8)) == 1
    clock.advance(seconds=61)
    assert await bench.channel.deliver() == 0
    assert await bench.channel.outbox.statuses(conversation) == {2: Status.UNKNOWN}
    assert line.calls == []


async def test_a_push_that_a_dead_process_had_begun_is_made_again_under_its_key(
    bench: Bench, line: Line, clock: Clock
) -> None:
    await answered(bench, line)
    clock.advance(seconds=51)
    (batch,) = await bench.channel.outbox.plan(8)
    clock.advance(seconds=61)
    await bench.channel.deliver()
    assert (line.texts, line.keys) == (["答"], [batch.id])


async def test_people_write_under_their_name(bench: Bench, line: Line) -> None:
    conversation = await answered(bench, line)
    await bench.office.agents.add(Agent("mei", "LINE 客服小美"))
    await bench.office.queue.take_over(conversation, "mei")
    await bench.office.desk.say(conversation, "mei", Saying("a1", "您好"))
    await bench.channel.deliver()
    assert line.seen[-1] == {"type": "text", "text": "您好", "sender": {"name": "客服小美"}}


async def test_choices_can_be_tapped_at_the_last_message(bench: Bench, line: Line) -> None:
    await bench.take_in(line.says("津貼"))
    (conversation,) = await bench.conversations()
    label = "申請生育津貼要準備哪些文件以及到哪裡辦理"
    await bench.answer(
        conversation,
        [ANSWER, Draft(EventKind.MESSAGE, Author.BOT, "哪一項？", {"choices": [{"label": label}]})],
    )
    await bench.channel.deliver()
    (item,) = line.seen[1]["quickReply"]["items"]
    assert "quickReply" not in line.seen[0]
    assert (item["action"]["text"], len(item["action"]["label"]) <= 20) == (label, True)


async def test_who_has_blocked_us_is_not_written_to(bench: Bench, line: Line) -> None:
    conversation = await answered(bench, line)
    await bench.take_in(line.event("unfollow"))
    assert await bench.channel.deliver() == 0
    assert await bench.channel.outbox.statuses(conversation) == {2: Status.BLOCKED}
