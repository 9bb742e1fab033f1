"""The order of the candidates: a small linear model over readable features (`ranking.toml`), a softmax over its sums."""

import math
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache, lru_cache
from pathlib import Path

from crawler.page import PageKind
from index.asking import asked_for
from index.passage import Passage
from index.tokens import bigrams, tokens
from index.wondering import in_common

ALIKE = 0.7
"""Likeness of two texts from which they begin to count as the same."""
LEADING = 3
"""Lexically best passages among which one is looked for that holds the question's words."""
OFFICIAL = 0.5
"""Share of a question's words that one passage holds where it is halfway to being official."""
STEEPNESS = 12.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a candidate, each between 0 and 1; the lexical ones are shares of the best candidate's."""

    lexical: float
    """BM25 score for the citizen's own words."""
    widened: float
    """BM25 score for the official names of the services that may be meant."""
    cosine: float
    page_cosine: float
    """The best cosine of the same page's other candidates."""
    kind: float
    """Whether it holds the kind of answer that is asked for."""
    service: float
    """How near the question is to the services that it is about."""
    agency: float
    """Weighted share of the question's words that stand in the site's or the agency's name."""
    title: float
    """How nearly the question is its title, word for word: 0 up to a likeness of `ALIKE`, 1 where they are the same."""
    attachment: float
    """Whether it is a file rather than a page."""
    point: float
    """Share of the points that question and title ask about and have in common."""
    official_lexical: float
    """`lexical`, as far as the question is in the pages' own words; so the next two."""
    official_widened: float
    official_service: float


@dataclass(frozen=True, slots=True)
class Scores:
    """Raw scores of the candidates by chunk id."""

    lexical: Mapping[str, float]
    widened: Mapping[str, float]
    cosine: Mapping[str, float]
    service: Mapping[str, float]


@cache
def shipped() -> Mapping[str, float]:
    """The weights that come with the program; `eval.ranking` fits them."""
    document = tomllib.loads((Path(__file__).parent / "ranking.toml").read_text(encoding="utf-8"))
    weights: dict[str, float] = document["weights"]
    return weights


def rank(
    query: str, words: Mapping[str, float], candidates: Sequence[Passage], scores: Scores
) -> list[Passage]:
    """The candidates best first; `score` is each one's share of the trust, `why` its evidence."""
    weights = shipped()
    found = evidence(query, words, candidates, scores)
    sums = [sum(weight * getattr(one, name) for name, weight in weights.items()) for one in found]
    shares = [math.exp(one - max(sums)) for one in sums]
    total = sum(shares) or 1.0
    ranked = [
        replace(passage, score=share / total, why=_why(one, passage, scores))
        for passage, share, one in zip(candidates, shares, found, strict=True)
    ]
    return sorted(ranked, key=lambda passage: -passage.score)


def evidence(
    query: str, words: Mapping[str, float], candidates: Sequence[Passage], scores: Scores
) -> list[Evidence]:
    """The evidence for each candidate; `words` are the question's words with their idf."""
    kind, asked = asked_for(query), bigrams(query)
    lexical, widened = _shares(scores.lexical), _shares(scores.widened)
    official = _officialness(words, candidates, lexical)
    pages: dict[str, list[str]] = {}
    for passage in candidates:
        pages.setdefault(passage.url, []).append(passage.chunk_id)

    def of_page(passage: Passage) -> float:
        others = (id_ for id_ in pages[passage.url] if id_ != passage.chunk_id)
        return max((scores.cosine.get(id_, 0.0) for id_ in others), default=0.0)

    return [
        Evidence(
            lexical=(own := lexical.get(one.chunk_id, 0.0)),
            widened=(wide := widened.get(one.chunk_id, 0.0)),
            cosine=scores.cosine.get(one.chunk_id, 0.0),
            page_cosine=of_page(one),
            kind=float(kind is not None and kind.in_text(one.text)),
            service=(service := scores.service.get(one.chunk_id, 0.0)),
            agency=share(words, _bigrams(f"{one.site_name} {one.agency}")),
            title=likeness(asked, _bigrams(one.title)),
            attachment=float(one.kind is PageKind.ATTACHMENT),
            point=in_common(query, one.title),
            official_lexical=official * own,
            official_widened=official * wide,
            official_service=official * service,
        )
        for one in candidates
    ]


@lru_cache(2_048)
def _tokens(text: str) -> frozenset[str]:
    return frozenset(tokens(text))


_bigrams = lru_cache(2_048)(bigrams)
"""For names and titles, which come back with every question."""


def share(words: Mapping[str, float], present: Collection[str]) -> float:
    """Weighted share of a question's words that are present."""
    return sum(weight for word, weight in words.items() if word in present) / (sum(words.values()) or 1.0)


def _officialness(
    words: Mapping[str, float], candidates: Sequence[Passage], lexical: Mapping[str, float]
) -> float:
    """How far a question is in the pages' own words, 0 to 1: by how much of it one of the lexically best passages holds.

    Citizens' words for a matter hold for little of the city's, and then services and vectors know better; a clerk's
    question holds for most of it, and then its own words do.
    """
    best = sorted(candidates, key=lambda one: -lexical.get(one.chunk_id, 0.0))[:LEADING]
    covered = max((share(words, _tokens(one.searchable)) for one in best), default=0.0)
    return 1 / (1 + math.exp(STEEPNESS * (OFFICIAL - covered)))


def likeness(left: Collection[str], right: Collection[str]) -> float:
    """How nearly two sets of words are the same, by their Dice coefficient: 0 up to `ALIKE`, 1 where they are."""
    common = sum(word in right for word in left)
    return max(0.0, (2 * common / (len(left) + len(right) or 1) - ALIKE) / (1 - ALIKE))


def _shares(scores: Mapping[str, float]) -> dict[str, float]:
    best = max(scores.values(), default=0.0) or 1.0
    return {id_: score / best for id_, score in scores.items()}


def _why(one: Evidence, passage: Passage, scores: Scores) -> dict[str, float]:
    parts = {field.name: getattr(one, field.name) for field in fields(one)}
    return {**parts, "bm25": scores.lexical.get(passage.chunk_id, 0.0)}
