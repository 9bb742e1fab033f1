"""How much a message is like what its weights were fitted on; the weights are data (`*_weights.toml`)."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TypeVar

from bot.guard.patterns import document

WINDOW = 3
"""Clauses in a row that are weighed together."""
SIGN = "<"
"""The first character of evidence that is no gram: what a pattern found."""
SCALE = 5.0
"""Grams count together as this many signs at most, however many they are."""
UNIT = re.compile(r"[a-z0-9'-]{2,}|[^\sa-z0-9]")

Evidence = Set[str]
Clause = TypeVar("Clause")


@dataclass(frozen=True, slots=True)
class Weights:
    """What each piece of evidence adds; a stretch of clauses that is heavier than nothing is alike."""

    bias: float
    of: Mapping[str, float]

    def score(self, clauses: Iterable[Evidence]) -> float:
        """The weight of the heaviest stretch of clauses, each given by its evidence."""
        summed = [self._summed(clause) for clause in clauses]
        return self.bias + max(
            sum(signs for signs, _, _ in some)
            + SCALE
            * sum(grams for _, grams, _ in some)
            / math.sqrt(max(1, sum(count for _, _, count in some)))
            for some in stretches(summed)
        )

    def _summed(self, clause: Evidence) -> tuple[float, float, int]:
        """The weights of a clause's signs and of its grams, and how many grams it has."""
        signs = [one for one in clause if one.startswith(SIGN)]
        of_signs = sum(self.of.get(one, 0.0) for one in signs)
        return of_signs, sum(self.of.get(one, 0.0) for one in clause) - of_signs, len(clause) - len(signs)


def stretches(clauses: Sequence[Clause]) -> Iterator[Sequence[Clause]]:
    """Every few clauses in a row."""
    for end in range(1, len(clauses) + 1):
        for size in range(1, min(WINDOW, end) + 1):
            yield clauses[end - size : end]


@cache
def fitted(name: str) -> Weights:
    """The weights of a data file of this package."""
    data = document(name)
    return Weights(data["bias"], data["weights"])


def grams(clause: str) -> set[str]:
    """The characters and Latin words of a clause and each two that stand together, its edges included."""
    units: Sequence[str] = ["\n", *UNIT.findall(clause), "\n"]
    pairs = (f"{one} {other}" for one, other in pairwise(units))
    return {*units[1:-1], *(pair if pair.isascii() else pair.replace(" ", "") for pair in pairs)}
