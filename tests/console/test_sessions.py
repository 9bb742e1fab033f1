"""How long a session lasts, and what is kept of it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from handoff.bus import LocalBus
from handoff.console.sessions import Lifetimes, Sessions
from handoff.console.throttle import FROM_ONE_PLACE_AS_ONE, Throttle
from handoff.office import Office, open_office
from tests.databases import sqlite
from tests.handoff.clock import Clock
from tests.handoff.talk import hired

pytestmark = pytest.mark.anyio
LIFETIMES = Lifetimes(timedelta(minutes=30), timedelta(hours=8))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def office(tmp_path: Path, clock: Clock) -> AsyncIterator[Office]:
    office = open_office(sqlite(tmp_path / "a.sqlite3"), LocalBus(), clock)
    await hired(office, "lin")
    yield office
    await office.close()


@pytest.fixture
def sessions(office: Office, clock: Clock) -> Sessions:
    return Sessions(office.storage, office.bus, clock, LIFETIMES)


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def test_a_session_ends_when_nothing_is_done(sessions: Sessions, clock: Clock) -> None:
    token = await sessions.open("lin")
    clock.advance(minutes=29)
    assert await sessions.find(token) is not None
    clock.advance(minutes=2)
    assert await sessions.find(token) is None


async def test_a_session_that_is_used_lasts_but_not_for_ever(sessions: Sessions, clock: Clock) -> None:
    token = await sessions.open("lin")
    for _ in range(19):
        clock.advance(minutes=25)
        assert await sessions.find(token) is not None
        await sessions.touch(token)
    clock.advance(minutes=10)
    assert await sessions.find(token) is None


async def test_a_token_of_nobodys_is_no_session(sessions: Sessions) -> None:
    assert await sessions.find("made up") is None


async def test_ending_all_of_an_agents_sessions_can_spare_one(sessions: Sessions) -> None:
    first, second = await sessions.open("lin"), await sessions.open("lin")
    await sessions.end_all("lin", but=second)
    assert await sessions.find(first) is None
    assert await sessions.find(second) is not None


async def test_the_database_holds_no_token(sessions: Sessions, office: Office, tmp_path: Path) -> None:
    token = await sessions.open("lin")
    assert token.encode() not in everything_in(tmp_path)


async def test_tries_are_allowed_again_after_a_while(office: Office, clock: Clock) -> None:
    throttle = Throttle(office.storage, office.bus, clock)
    waits = [await throttle.admit("lin", "192.0.2.1") for _ in range(FROM_ONE_PLACE_AS_ONE + 1)]
    assert waits[:-1] == [0] * FROM_ONE_PLACE_AS_ONE
    assert waits[-1] > 0
    assert await throttle.admit("lin", "192.0.2.2") == 0
    clock.advance(seconds=waits[-1] + 1)
    assert await throttle.admit("lin", "192.0.2.1") == 0
