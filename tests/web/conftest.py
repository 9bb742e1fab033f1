"""A running service with made-up answers, and citizens who talk to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.citizen import Citizen
from tests.web.stub import StubAnswerer, StubCity, application, running


@pytest.fixture
def answerer() -> StubAnswerer:
    return StubAnswerer()


@pytest.fixture
def city() -> StubCity:
    return StubCity()


@pytest.fixture
def service(tmp_path: Path, answerer: StubAnswerer, city: StubCity) -> Iterator[str]:
    with running(application(tmp_path, answerer, city)) as url:
        yield url


@pytest.fixture
def citizen(service: str) -> Iterator[Citizen]:
    with Citizen(service) as citizen:
        yield citizen
