"""The bot put through the data in process: every turn of every conversation, and the best it could have said."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from askcity.clock import TAIPEI
from bot.answer import Question, Turn
from bot.confidence import Tier, shipped
from bot.finding import Searchable
from bot.pipeline import Pipeline
from eval.datasets import Item
from eval.judging import LOOKED_UP, SAID, Outcome, Said, judge
from index.retrieve import Generation
from index.services.catalogue import Catalogue

DEPTH = 10
ALWAYS = (Tier(frozenset(), ((0.0, 0.0),)),)
"""A threshold that everything passes."""


class Subject:
    """The bot as it is shipped, on one index generation."""

    def __init__(self, generation: Generation, catalogue: Catalogue, error_budget: float) -> None:
        @contextmanager
        def lend() -> Iterator[Searchable]:
            yield generation

        self._generation = generation
        self._bot = Pipeline(lend, catalogue=catalogue, error_budget=error_budget)
        self._forced = Pipeline(lend, replace(shipped(), tiers=ALWAYS), catalogue, error_budget)

    def said(self, item: Item) -> Said:
        """What the bot says to the last turn, with its own answers to the earlier ones as history."""
        history: tuple[Turn, ...] = ()
        for turn in item.turns[:-1]:
            earlier = self._bot.answer(Question(turn, item.now, history))
            history = (*history, Turn("citizen", turn), Turn("bot", earlier.text))
        question = Question(item.question, item.now, history)
        answer = self._bot.answer(question)
        silent = answer.status in LOOKED_UP - SAID
        best = self._forced.answer(question) if silent else answer
        return Said(answer, best, self._found(item))

    def _found(self, item: Item) -> tuple[str, ...]:
        day = item.now.astimezone(TAIPEI).date()
        passages = self._generation.retrieve(item.question, day, 2 * DEPTH).passages
        return tuple(dict.fromkeys(passage.url for passage in passages))[:DEPTH]


def run(subject: Subject, sets: Mapping[str, Sequence[Item]], stored: Mapping[str, str]) -> Iterator[Outcome]:
    """The outcome of every item of every set, in order."""
    for name, items in sets.items():
        for item in items:
            yield judge(name, item, subject.said(item), stored)
