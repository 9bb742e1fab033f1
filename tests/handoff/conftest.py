"""A conversation log on each database that is there; PostgreSQL in a schema of its own that goes with the test."""

import os
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from handoff.bus import LocalBus
from handoff.log import ConversationLog
from handoff.office import Office, open_office
from tests.handoff.clock import Clock

POSTGRES = os.environ.get("TEST_POSTGRES", "postgresql://root@127.0.0.1:5432/test")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@contextmanager
def postgres_schema() -> Iterator[str]:
    """A schema of its own on the PostgreSQL server, as a URL; skips the test where there is no server."""
    schema = f"askcity_{secrets.token_hex(6)}"
    try:
        server = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL at {POSTGRES}: {error}")
    with server:
        server.execute(f"CREATE SCHEMA {schema}")
        yield f"{POSTGRES}?options=-csearch_path%3D{schema}"
        server.execute(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture
def postgres() -> Iterator[str]:
    with postgres_schema() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'log.sqlite3'}"
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
