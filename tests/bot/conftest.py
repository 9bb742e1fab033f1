"""The made-up city, indexed once, and a pipeline that answers from it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

import pytest

from askcity.clock import TAIPEI
from bot.answer import Answer, Question
from bot.confidence import Tier, shipped
from bot.finding import Searchable
from bot.pipeline import Pipeline
from index.retrieve import Generation
from tests.bot.city import city
from tests.index.town import Town

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=TAIPEI)

Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The city's installation."""
    town = Town(tmp_path_factory.mktemp("city") / "data")
    town.write(*city())
    town.build()
    yield town
    town.close()


@pytest.fixture(scope="session")
def generation(indexed: Town) -> Iterator[Generation]:
    """Its index, open."""
    generation = indexed.open()
    yield generation
    generation.close()


@pytest.fixture(scope="session")
def ask(generation: Generation) -> Ask:
    """Ask the bot; `threshold` 0 takes whatever it would say at best."""

    @contextmanager
    def lend() -> Iterator[Searchable]:
        yield generation

    def asked(text: str, now: datetime = NOON, threshold: float | None = 0.0) -> Answer:
        model = shipped()
        if threshold is not None:
            model = replace(model, tiers=(Tier(frozenset(), ((threshold, 0.0),)),))
        return Pipeline(lend, model).answer(Question(text, now))

    return asked
