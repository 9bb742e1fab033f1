"""Fan-out between processes, with a real server that comes and goes."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from redis.asyncio import Redis

from handoff.bus import DESK, Notice
from handoff.redis_bus import CHANNEL, RedisBus
from tests.handoff.redis_server import RedisServer

pytestmark = [pytest.mark.anyio, pytest.mark.redis]

LOOK = 0.1


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def buses(server: RedisServer) -> AsyncIterator[tuple[RedisBus, RedisBus]]:
    async with AsyncExitStack() as stack:
        pair = RedisBus(server.url, LOOK), RedisBus(server.url, LOOK)
        for bus in pair:
            await stack.enter_async_context(bus.running())
        yield pair


async def heard(bus: RedisBus, sender: RedisBus, topic: str, notice: Notice) -> bool:
    """Whether a notice of one process reaches the other within five seconds of trying."""
    with bus.watch(topic) as watch:
        for _ in range(50):
            await sender.publish(topic, notice)
            if notice in await watch.wait(0.1):
                return True
    return False


async def test_a_notice_reaches_the_other_process_and_the_own(buses: tuple[RedisBus, RedisBus]) -> None:
    here, there = buses
    assert await heard(there, here, "a", Notice.TYPING)
    assert await heard(here, there, DESK, Notice.DESK)
    with here.watch("b") as watch:
        await here.publish("b", Notice.LOG)
        assert await watch.wait(0) == {Notice.LOG}


async def test_what_is_told_in_a_process_stays_there(buses: tuple[RedisBus, RedisBus]) -> None:
    here, there = buses
    assert await heard(there, here, "hello", Notice.TYPING)
    with there.watch("a") as watch:
        here.tell("a", Notice.PLACE)
        assert await watch.wait(0.3) == frozenset()


async def test_while_the_server_is_away_watchers_look_by_themselves_and_it_comes_back(
    buses: tuple[RedisBus, RedisBus], server: RedisServer
) -> None:
    here, there = buses
    assert await heard(there, here, "hello", Notice.TYPING)
    server.stop()
    with there.watch("a") as watch, there.watch(DESK) as desk:
        await asyncio.wait_for(here.publish("a", Notice.LOG), 1)
        for _ in range(2):
            assert Notice.LOG in await watch.wait(5)
            assert Notice.DESK in await desk.wait(5)
    await asyncio.to_thread(server.start)
    assert await heard(there, here, "a", Notice.TYPING)


async def test_nonsense_in_the_channel_hurts_nobody(
    buses: tuple[RedisBus, RedisBus], server: RedisServer
) -> None:
    here, there = buses
    async with Redis.from_url(server.url) as stranger:
        for message in (b"", b"x", b"x y z", b"a b c d", b"\xff"):
            await stranger.publish(CHANNEL, message)
    assert await heard(there, here, "a", Notice.TYPING)


async def test_a_service_starts_without_its_redis(tmp_path: Path) -> None:
    bus = RedisBus("redis://127.0.0.1:9/0", LOOK)
    async with bus.running():
        with bus.watch("a") as watch:
            assert await watch.wait(5) == {Notice.LOG}
