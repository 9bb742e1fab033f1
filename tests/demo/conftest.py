"""Fixtures: the city of one day, a server of it for each module, and all that it renders."""

from collections.abc import Iterator
from datetime import date

import pytest

from demo.city import City, load_city
from demo.content import CONTENT, read_documents
from demo.server import running
from demo.values import Document
from tests.demo.visitor import Visitor, hurried

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def city() -> City:
    """The city as it stands on a fixed day."""
    return load_city(TODAY)


@pytest.fixture(scope="session")
def written() -> list[Document]:
    """The pages that were written by hand."""
    return [document for _, document in read_documents(CONTENT, TODAY)]


@pytest.fixture(scope="module")
def visitor(city: City) -> Iterator[Visitor]:
    """A visitor of a server that the module has for itself; its slow site is quick."""
    with running(hurried(city)) as port, Visitor(hurried(city), port) as visitor:
        yield visitor


@pytest.fixture(scope="module")
def unhurried(city: City) -> Iterator[Visitor]:
    """A visitor of a server on which the slow site is slow."""
    with running(city) as port, Visitor(city, port) as visitor:
        yield visitor
