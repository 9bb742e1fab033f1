"""Writing to SQLite: grouped, bounded, and each failure told to the one whom it concerns."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import create_async_engine

from askcity.errors import OverloadedError
from handoff.writer import GroupCommit, OwnTransactions, Work, Writer

pytestmark = pytest.mark.anyio


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path / 'w.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE numbers (n INTEGER PRIMARY KEY)"))
    yield engine
    engine.dispose()


@pytest.fixture
async def writer(engine: Engine) -> AsyncIterator[GroupCommit]:
    writer = GroupCommit(engine)
    yield writer
    await writer.close()


def insert(number: int) -> Work[int]:
    def work(connection: Connection) -> int:
        connection.execute(text("INSERT INTO numbers VALUES (:n)"), {"n": number})
        return number

    return work


def stored(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT n FROM numbers ORDER BY n")).scalars())


async def test_what_arrives_together_shares_a_commit(engine: Engine, writer: Writer) -> None:
    commits = 0

    @event.listens_for(engine, "commit")
    def count(_connection: Connection) -> None:
        nonlocal commits
        commits += 1

    assert await asyncio.gather(*(writer.run(insert(n)) for n in range(100))) == list(range(100))
    assert commits < 10
    assert stored(engine) == list(range(100))


async def test_a_write_that_the_database_refuses_fails_alone(engine: Engine, writer: Writer) -> None:
    outcomes = await asyncio.gather(*(writer.run(insert(n)) for n in (1, 2, 1, 3)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [int, int, IntegrityError, int]
    assert stored(engine) == [1, 2, 3]


async def test_a_broken_database_is_told_to_everybody_who_waits_and_not_for_ever(
    engine: Engine, writer: Writer
) -> None:
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE numbers RENAME TO away"))
    outcomes = await asyncio.gather(*(writer.run(insert(n)) for n in (1, 2)), return_exceptions=True)
    assert all(isinstance(outcome, OperationalError) for outcome in outcomes)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO numbers"))
    assert await writer.run(insert(3)) == 3


@pytest.mark.parametrize("kind", ["grouped", "own"])
async def test_too_many_writes_at_once_are_refused_not_queued_without_end(engine: Engine, kind: str) -> None:
    server = create_async_engine(engine.url.set(drivername="sqlite+aiosqlite"))
    writer: Writer = GroupCommit(engine, 5) if kind == "grouped" else OwnTransactions(server, 5)
    outcomes = await asyncio.gather(*(writer.run(insert(n)) for n in range(20)), return_exceptions=True)
    refused = [outcome for outcome in outcomes if isinstance(outcome, OverloadedError)]
    done = [outcome for outcome in outcomes if isinstance(outcome, int)]
    assert (len(refused), len(done)) == (15, 5)
    assert stored(engine) == sorted(done)
    await writer.close()
    await server.dispose()


async def test_whoever_stops_waiting_does_not_stop_the_write(engine: Engine, writer: Writer) -> None:
    impatient = asyncio.create_task(writer.run(insert(1)))
    await asyncio.sleep(0)
    impatient.cancel()
    assert await writer.run(insert(2)) == 2
    assert stored(engine) == [1, 2]
