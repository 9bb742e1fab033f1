"""Pushes cost: they are counted, people come before the bot, and what cannot be pushed waits for the citizen."""

import pytest
from structlog.testing import capture_logs

from bot.channels.line import PushTerms
from bot.channels.line.batches import Status
from bot.channels.line.quota import Level
from handoff.agents.values import Agent
from handoff.desk.values import Saying
from handoff.events import Author, Draft, EventKind
from handoff.queue.values import Outcome
from tests.handoff.clock import Clock
from tests.line.conftest import Bench
from tests.line.platform import Line

pytestmark = pytest.mark.anyio

ANSWER = Draft(EventKind.MESSAGE, Author.BOT, "答", {"status": "answered"})


async def late(bench: Bench, line: Line, clock: Clock) -> str:
    """A conversation with an answer for which the reply token is too old."""
    await bench.take_in(line.says("問"))
    (conversation,) = await bench.conversations()
    await bench.answer(conversation, [ANSWER])
    clock.advance(seconds=51)
    await bench.channel.quota.look()
    return conversation


async def served(bench: Bench, line: Line, clock: Clock) -> str:
    """A conversation that a person has taken over, past its reply token."""
    await bench.take_in(line.says("問"))
    (conversation,) = await bench.conversations()
    await bench.office.agents.add(Agent("mei", "小美"))
    await bench.office.queue.take_over(conversation, "mei")
    await bench.channel.deliver()
    clock.advance(seconds=51)
    await bench.channel.quota.look()
    return conversation


@pytest.mark.parametrize(
    ("used", "level"),
    [(0, Level.PLENTY), (74, Level.PLENTY), (75, Level.LOW), (90, Level.RESERVED), (100, Level.SPENT)],
)
async def test_it_is_told_when_the_months_messages_run_out(
    bench: Bench, line: Line, used: int, level: Level
) -> None:
    line.channel.month.most, line.channel.month.used = 100, used
    with capture_logs() as logs:
        await bench.channel.quota.look()
    assert bench.channel.allowance.level is level
    told = [one for one in logs if one["event"] == "line_quota_level"]
    assert [one["log_level"] for one in told] == ([] if level is Level.PLENTY else ["warning"])


@pytest.mark.parametrize("terms", [PushTerms(budget=2)])
async def test_the_budget_counts_what_was_pushed_since_line_was_asked(
    bench: Bench, line: Line, clock: Clock, terms: PushTerms
) -> None:
    await late(bench, line, clock)
    assert await bench.channel.deliver() == 1
    line.channel.month.used = 0
    clock.advance(seconds=20)
    await bench.channel.quota.look()
    assert (bench.channel.allowance.used, bench.channel.allowance.most) == (1, terms.budget)


async def test_the_bots_pushes_give_way_before_peoples(bench: Bench, line: Line, clock: Clock) -> None:
    line.channel.month.most, line.channel.month.used = 100, 95
    conversation = await served(bench, line, clock)
    await bench.office.desk.say(conversation, "mei", Saying("a1", "您好"))
    await bench.channel.deliver()
    assert line.texts[-1] == "您好"
    assert line.calls == ["reply", "push"]


async def test_an_answer_without_a_push_goes_out_with_the_next_reply_in_its_order(
    bench: Bench, line: Line, clock: Clock
) -> None:
    line.channel.month.most, line.channel.month.used = 100, 95
    conversation = await late(bench, line, clock)
    for _ in range(3):
        await bench.channel.deliver()
    assert await bench.channel.outbox.statuses(conversation) == {2: Status.HELD}
    await bench.take_in(line.says("再問"))
    await bench.answer(conversation, [Draft(EventKind.MESSAGE, Author.BOT, "再答", {"status": "answered"})])
    await bench.channel.deliver()
    assert (line.texts, line.calls) == (["答", "再答"], ["reply"])
    assert set((await bench.channel.outbox.statuses(conversation)).values()) == {Status.ACCEPTED}


async def test_when_line_takes_no_more_what_a_person_wrote_waits_and_is_shown_as_waiting(
    bench: Bench, line: Line, clock: Clock
) -> None:
    conversation = await served(bench, line, clock)
    receipt = await bench.office.desk.say(conversation, "mei", Saying("a1", "您好"))
    line.channel.month.most = line.channel.month.used
    await bench.channel.deliver()
    statuses = await bench.channel.outbox.statuses(conversation)
    assert (statuses[receipt.seq], bench.channel.allowance.level) == (Status.HELD, Level.SPENT)
    await bench.office.desk.say(conversation, "mei", Saying("a2", "還在嗎"))
    assert await bench.channel.deliver() == 0
    await bench.take_in(line.says("在"))
    await bench.channel.deliver()
    assert line.texts[-2:] == ["您好", "還在嗎"]


async def test_what_was_held_is_pushed_when_there_are_messages_again(
    bench: Bench, line: Line, clock: Clock
) -> None:
    line.channel.month.most, line.channel.month.used = 100, 100
    await late(bench, line, clock)
    await bench.channel.deliver()
    line.channel.month.most = 200
    clock.advance(minutes=11)
    await bench.channel.quota.look()
    await bench.channel.deliver()
    assert (line.texts, line.calls) == (["答"], ["push"])


async def test_what_was_held_when_a_conversation_was_closed_is_said_in_the_next(
    bench: Bench, line: Line, clock: Clock
) -> None:
    line.channel.month.most = 0
    closed = await served(bench, line, clock)
    receipt = await bench.office.desk.say(closed, "mei", Saying("a1", "請帶身分證"))
    await bench.office.queue.close(closed, "mei", Outcome.SOLVED)
    await bench.channel.deliver()
    await bench.take_in(line.says("謝謝"))
    await bench.channel.deliver()
    assert "請帶身分證" in line.texts
    assert (await bench.channel.outbox.statuses(closed))[receipt.seq] is Status.CARRIED
    assert await bench.channel.deliver() == 0
