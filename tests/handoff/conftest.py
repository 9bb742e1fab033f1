"""A conversation log on each database that is there; PostgreSQL in a schema of its own."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from handoff.bus import LocalBus
from handoff.log import ConversationLog
from handoff.office import Office, open_office
from tests.databases import postgres_schema, sqlite
from tests.handoff.clock import Clock


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def postgres() -> Iterator[str]:
    with postgres_schema() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield sqlite(tmp_path / "log.sqlite3")
        return
    with postgres_schema() as url:
        yield url


@pytest.fixture
def bus() -> LocalBus:
    return LocalBus()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def office(database: str, bus: LocalBus, clock: Clock) -> AsyncIterator[Office]:
    office = open_office(database, bus, clock)
    yield office
    await office.close()


@pytest.fixture
def log(office: Office) -> ConversationLog:
    return office.log
