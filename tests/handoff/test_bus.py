"""Fan-out inside the process."""

import asyncio

import pytest

from handoff.bus import LocalBus, Notice

pytestmark = pytest.mark.anyio


async def test_a_notice_reaches_every_watcher_of_its_conversation_and_nobody_else() -> None:
    bus = LocalBus()
    with bus.watch("a") as first, bus.watch("a") as second, bus.watch("b") as other:
        await bus.publish("a", Notice.LOG)
        assert await first.wait(5) == {Notice.LOG}
        assert await second.wait(5) == {Notice.LOG}
        assert await other.wait(0.01) == frozenset()


async def test_a_notice_between_two_waits_is_not_lost() -> None:
    bus = LocalBus()
    with bus.watch("a") as watcher:
        for _ in range(1_000):
            await bus.publish("a", Notice.LOG)
        await bus.publish("a", Notice.TYPING)
        assert await watcher.wait(5) == {Notice.LOG, Notice.TYPING}
        assert await watcher.wait(0.01) == frozenset()


async def test_closing_the_bus_wakes_those_who_wait_and_those_who_come_later() -> None:
    bus = LocalBus()
    with bus.watch("a") as watcher:
        waiting = asyncio.create_task(watcher.wait(60))
        await asyncio.sleep(0)
        bus.close()
        assert await asyncio.wait_for(waiting, 5) == frozenset()
        assert watcher.closed
    with bus.watch("a") as late:
        assert late.closed


async def test_a_watch_that_ended_leaves_nothing_behind() -> None:
    bus = LocalBus()
    with bus.watch("a"):
        assert len(bus) == 1
    assert len(bus) == 0
    await bus.publish("a", Notice.LOG)
    assert len(bus) == 0
