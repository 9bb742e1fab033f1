"""How likely the answer is right: a few readable features and a small fitted model (`confidence.toml`)."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.lexical import LexicalIndex
from index.passage import Retrieval
from index.query import weigh
from index.tokens import bigrams, tokens


@dataclass(frozen=True, slots=True)
class Features:
    """What the confidence rests on; each between 0 and 1."""

    coverage: float
    """idf-weighted share of the question's words that stand in the best passage."""
    title_coverage: float
    """The same for its title and headings alone."""
    title_match: float
    """Overlap of question and title, both ways."""
    margin: float
    """How far the best page is ahead of the next one."""
    similarity: float
    """Cosine of the best passage."""
    agreement: float
    """Whether both indexes put the same page first."""


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
    """Bigrams and words of the question with idf times query weight; a word that the city never uses counts most."""
    count = len(lexical)
    return {
        token: weight * math.log1p(count / (1 + lexical.frequency(token)))
        for token, weight in weigh(question).items()
        if len(token) > 1
    }


def features(question: str, retrieval: Retrieval, weights: Mapping[str, float]) -> Features | None:
    """The features of a retrieval, None where it found nothing."""
    if not retrieval.passages:
        return None
    best = retrieval.passages[0]
    rivals = [passage for passage in retrieval.passages[1:] if passage.url != best.url]
    asked, title = bigrams(question), bigrams(best.title)
    lexical_first = max(retrieval.passages, key=lambda passage: passage.why.get("bm25", 0.0))
    dense_first = max(retrieval.passages, key=lambda passage: passage.why.get("cosine", 0.0))
    return Features(
        coverage=_share(weights, best.searchable),
        title_coverage=_share(weights, f"{best.title} {best.heading}"),
        title_match=2 * len(asked & title) / (len(asked) + len(title) or 1),
        margin=1 - rivals[0].score / best.score if rivals and best.score > 0 else 1.0 if not rivals else 0.0,
        similarity=max(0.0, best.why.get("cosine", 0.0)),
        agreement=float(lexical_first.url == dense_first.url),
    )


def _share(weights: Mapping[str, float], text: str) -> float:
    total = sum(weights.values())
    present = frozenset(tokens(text))
    return sum(weight for token, weight in weights.items() if token in present) / total if total else 0.0
