"""How likely the answer is right: a few readable features and a small fitted model (`confidence.toml`)."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.lexical import LexicalIndex
from index.passage import SAID_ALREADY, Passage, Retrieval
from index.query import matter
from index.tokens import bigrams, tokens

ALIKE = 0.7
ENOUGH = 0.25
"""Coverage below which a lead counts for less: the best of nothing is nothing."""


@dataclass(frozen=True, slots=True)
class Features:
    """What the confidence rests on; each between 0 and 1."""

    coverage: float
    """idf-weighted share of the question's words that stand in the best passage."""
    match: float
    """How nearly the question is its title, word for word: 0 up to a likeness of `ALIKE`, 1 where they are the same."""
    lead: float
    """How far its lexical score is ahead of the next page's, as far as it covers the question at all."""
    similarity: float
    """Its cosine."""


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model over the features, with the confidence from which the bot answers."""

    intercept: float
    weights: Mapping[str, float]
    threshold: float

    def probability(self, features: Features) -> float:
        """Probability in (0, 1) that an answer from the best passage is right."""
        z = self.intercept + sum(weight * getattr(features, name) for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))


@cache
def shipped() -> Model:
    """The model that comes with the program."""
    document = tomllib.loads((Path(__file__).parent / "confidence.toml").read_text(encoding="utf-8"))
    return Model(document["intercept"], document["weights"], document["threshold"])


def word_weights(question: str, lexical: LexicalIndex) -> dict[str, float]:
    """Bigrams and words of what the question is about with their idf; a word that the city never uses counts most."""
    count = len(lexical)
    words = [token for part in matter(question) for token in _words(part)]
    return {token: math.log1p(count / (1 + lexical.frequency(token))) for token in words}


def share(weights: Mapping[str, float], passage: Passage) -> float:
    """Weighted share of a question's words that a passage has."""
    present = frozenset(tokens(passage.searchable))
    return sum(weight for token, weight in weights.items() if token in present) / (
        sum(weights.values()) or 1.0
    )


def features(retrieval: Retrieval, weights: Mapping[str, float]) -> Features | None:
    """The features of a retrieval, None where it found nothing."""
    if not retrieval.passages:
        return None
    best = retrieval.passages[0]
    own = best.why.get("bm25", 0.0)
    rival = max(
        (passage.why.get("bm25", 0.0) for passage in retrieval.passages if _rivals(passage, best)),
        default=0.0,
    )
    coverage = share(weights, best)
    return Features(
        coverage=coverage,
        match=max(0.0, (_likeness(retrieval.query, best.title) - ALIKE) / (1 - ALIKE)),
        lead=min(1.0, coverage / ENOUGH) * max(0.0, 1 - rival / own) if own > 0 else 0.0,
        similarity=max(0.0, best.why.get("cosine", 0.0)),
    )


def _rivals(passage: Passage, best: Passage) -> bool:
    """Whether a passage speaks against the best one: another page that does not say the same."""
    return passage.url != best.url and SAID_ALREADY not in passage.why


def _words(part: str) -> list[str]:
    """Its bigrams and words, or all there is of a part too short for them."""
    found = tokens(part)
    return [token for token in found if len(token) > 1] or found


def _likeness(question: str, title: str) -> float:
    """Dice coefficient of two texts' bigrams and words."""
    left, right = bigrams(question), bigrams(title)
    return 2 * len(left & right) / (len(left) + len(right) or 1)
