"""Fixtures: a town of one's own, and one with an index that a module shares for reading."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from index.retrieve import Generation
from tests.index.town import Town, matters


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    """Workers of pytest share the cores; torch's threads would wait for each other."""
    torch.set_num_threads(1)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """An installation whose page store is empty."""
    town = Town(tmp_path / "data")
    yield town
    town.close()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """An installation with an index of the town's matters; for reading only."""
    town = Town(tmp_path_factory.mktemp("built") / "data")
    town.write(*matters())
    town.build()
    yield town
    town.close()


@pytest.fixture
def served(built: Town, tmp_path: Path) -> Iterator[Town]:
    """A town of one's own with a first generation of the matters: a copy of `built`."""
    shutil.copytree(built.folder, tmp_path / "data")
    town = Town(tmp_path / "data")
    yield town
    town.close()


@pytest.fixture(scope="module")
def generation(built: Town) -> Iterator[Generation]:
    """The current generation of `built`, open."""
    generation = built.open()
    yield generation
    generation.close()
