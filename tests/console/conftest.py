"""A running service with agents, signed in to its console."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from askcity.app import create_app
from askcity.settings import Settings
from tests.console.staff import Console, come_on_duty, hire
from tests.console.stub import StubIndex
from tests.web.citizen import Citizen
from tests.web.stub import AROUND_THE_CLOCK, StubAnswerer, StubCity, running


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def answerer() -> StubAnswerer:
    return StubAnswerer()


@pytest.fixture(scope="session")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which everybody has an account; hashing passwords takes its time, so once will do."""
    folder = tmp_path_factory.mktemp("staffed")
    hire(folder)
    return folder / "askcity.sqlite3"


@pytest.fixture
def service(tmp_path: Path, staffed: Path, answerer: StubAnswerer) -> Iterator[str]:
    """A service whose agents have accounts; lin and wang are there."""
    shutil.copy(staffed, tmp_path)
    come_on_duty(tmp_path, "lin", "wang")
    settings = Settings(data_dir=tmp_path, service_hours=AROUND_THE_CLOCK, trusted_proxies="127.0.0.1")
    with running(create_app(settings, answerer, StubCity(), index=StubIndex())) as url:
        yield url


@pytest.fixture
def citizen(service: str) -> Iterator[Citizen]:
    with Citizen(service) as citizen:
        yield citizen


@pytest.fixture
def lin(service: str) -> Iterator[Console]:
    with Console(service, "lin") as console:
        yield console


@pytest.fixture
def wang(service: str) -> Iterator[Console]:
    with Console(service, "wang") as console:
        yield console


@pytest.fixture
def chief(service: str) -> Iterator[Console]:
    with Console(service, "chief") as console:
        yield console


@pytest.fixture
def auditor(service: str) -> Iterator[Console]:
    with Console(service, "audit") as console:
        yield console
