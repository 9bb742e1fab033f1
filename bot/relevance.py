"""How well a unit of a page answers a question: a small linear model over readable evidence (`relevance.toml`)."""

import math
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from pathlib import Path

from bot.listed import announces
from bot.units import Unit
from index.asking import AskedFor, all_asked_for
from index.tokens import bigrams

COUNTED = re.compile("幾|多少|多久|多遠|多大|偌濟|how (?:many|much|long)")
"""Ways of asking that a figure answers."""
LENGTH = 50
"""Characters from which a unit begins to be long."""


@dataclass(frozen=True, slots=True)
class Relevance:
    """What speaks for a unit, each from 0 to about 1 but for `length`."""

    words: float
    """Weighted share of the question's words that it or its heading has; the title's do not count, all of the page is about them."""
    rare: float
    """The same with each word weighing the more the fewer units of the page have it."""
    kind: float
    """Whether it is a kind of answer that is asked for."""
    rule: float
    """Whether it says what one may, where that is asked."""
    heading: float
    """Whether it stands under a heading that announces such a kind."""
    figure: float
    """Whether it has a figure, where one is asked for."""
    best: float
    """Whether it is of the passage that retrieval put first."""
    length: float
    """Logarithm of its characters: a longer one holds more, and takes more room."""
    announcement: float
    """Whether it only announces what follows."""
    place: float
    """Where it stands on the page, 0 at its top."""


@cache
def shipped() -> Mapping[str, float]:
    """The weights that come with the program; `eval.relevance` fits them."""
    document = tomllib.loads((Path(__file__).parent / "relevance.toml").read_text(encoding="utf-8"))
    weights: dict[str, float] = document["weights"]
    return weights


def scores(evidence: Sequence[Relevance], weights: Mapping[str, float]) -> list[float]:
    """How well each unit answers; differences are log-odds."""
    return [sum(weight * getattr(one, name) for name, weight in weights.items()) for one in evidence]


NAMES = tuple(field.name for field in fields(Relevance))


def relevance(
    question: str, weights: Mapping[str, float], title: str, units: Sequence[Unit], best: Sequence[bool]
) -> list[Relevance]:
    """The evidence for each unit of a page; `weights` are the question's words with their idf, `best` tells the first passage's."""
    asked = all_asked_for(question)
    kinds = [kind for kind in asked if not kind.is_rule]
    rules = [kind for kind in asked if kind.is_rule]
    counted = COUNTED.search(question.lower()) is not None
    held = [_bigrams(f"{unit.heading} {unit.text}") for unit in units]
    spread = Counter(word for words in held for word in words if word in weights)
    titled, total = bigrams(title), sum(weights.values()) or 1.0
    telling = {word: weight for word, weight in weights.items() if word not in titled}
    return [
        Relevance(
            words=sum(weight for word, weight in telling.items() if word in words) / total,
            rare=_rare(words, telling, spread, len(units)),
            kind=float(_any_in_text(kinds, unit)),
            rule=float(_any_in_text(rules, unit)),
            heading=float(any(kind.in_heading(unit.heading) for kind in kinds)),
            figure=float(counted and any(character.isdigit() for character in unit.text)),
            best=float(of_best),
            length=math.log1p(len(unit.text) / LENGTH),
            announcement=float(announces(unit)),
            place=number / len(units),
        )
        for number, (unit, words, of_best) in enumerate(zip(units, held, best, strict=True))
    ]


_bigrams = lru_cache(4_096)(bigrams)
"""For units, which come back with every question about their page."""


def _rare(
    words: frozenset[str], telling: Mapping[str, float], spread: Mapping[str, int], units: int
) -> float:
    heaviest = len(telling) * math.log(units + 2) or 1.0
    return sum(math.log((units + 1) / spread[word]) for word in telling if word in words) / heaviest


def _any_in_text(kinds: Sequence[AskedFor], unit: Unit) -> bool:
    return any(kind.in_text(unit.text) for kind in kinds)
