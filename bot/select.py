"""Choosing the units of a page that answer the question."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.guard import planted, without_foreign
from bot.listed import with_items
from bot.relevance import Relevance, relevance, scores, shipped
from bot.units import Unit, units
from index.passage import Passage
from index.ranking import share
from index.tokens import bigrams

LONGEST = 220
"""Characters of an answer from one page, unless one unit alone is longer."""
SHORT = 100
"""The same where the best unit has so much of the question's words that it answers by itself."""
BY_ITSELF = 0.15
"""Weighted share of the question's words from which it does; fitted on the demo city's calibration part and on half of DRCD's."""
WHOLE = 140
"""A page this short is given whole, unless it is a table."""
BEHIND = 3.0
"""Log-odds by which a unit may answer less well than the best one and is still said."""
BEHIND_SHORT = 5.0
"""The same within a short answer, whose room is for what makes it understood."""
ANOTHER_KIND = 2.0
"""The same for a unit that is not the kind of answer that is asked for, where the best one is."""
BESIDE = 0.5
"""What it counts to stand right beside a unit that is said, below the same heading."""


@dataclass(frozen=True, slots=True)
class Located:
    """A unit with the passage that it stands in and its place on the page."""

    place: int
    passage: Passage
    unit: Unit


@dataclass(frozen=True, slots=True)
class Scored:
    """A located unit, how well it answers, and whether it is the kind of answer that is asked for."""

    at: Located
    score: float
    fits: bool


def select(
    question: str, best: Passage, page: Sequence[Passage], weights: Mapping[str, float]
) -> list[Located]:
    """The units of the page of `best` that answer, in the page's order. `weights` are the question's words with their idf."""
    located = locate(page)
    if sum(len(one.unit.text) for one in located) <= WHOLE and not any(one.unit.is_row for one in located):
        return located
    evidence = evident(question, best, located, weights)
    scored = [
        Scored(at, score, bool(one.kind))
        for at, score, one in zip(located, scores(evidence, shipped()), evidence, strict=True)
    ]
    chosen = choose(scored, weights)
    return with_items(sorted(chosen, key=lambda at: at.place), located, chosen[0])


def locate(page: Sequence[Passage]) -> list[Located]:
    """The units of a page that nobody planted, without addresses that lead to strangers."""
    return [Located(place, passage, unit) for place, (passage, unit) in enumerate(_quotable(page))]


def evident(
    question: str, best: Passage, located: Sequence[Located], weights: Mapping[str, float]
) -> list[Relevance]:
    """The evidence for each unit of the page of `best`."""
    of_best = [one.passage.chunk_id == best.chunk_id for one in located]
    return relevance(question, weights, best.title, [one.unit for one in located], of_best)


def choose(scored: Sequence[Scored], weights: Mapping[str, float]) -> list[Located]:
    """The best unit, then those that answer nearly as well while there is room, each as it was chosen."""
    first = max(scored, key=lambda one: one.score)
    short = share(weights, bigrams(first.at.unit.text)) >= BY_ITSELF
    behind = BEHIND_SHORT if short else BEHIND
    room = (SHORT if short else LONGEST) - len(first.at.unit.text)
    chosen, left = [first.at], [one for one in scored if one is not first]
    while left := [one for one in left if len(one.at.unit.text) <= room]:
        following = max(left, key=lambda one: _rank(one, first, chosen, behind))
        if _rank(following, first, chosen, behind) < 0:
            break
        chosen.append(following.at)
        left.remove(following)
        room -= len(following.at.unit.text)
    return chosen


def _rank(one: Scored, first: Scored, chosen: Sequence[Located], behind: float) -> float:
    """How much better a unit answers than it must to be said."""
    if first.fits and not one.fits:
        behind = min(behind, ANOTHER_KIND)
    return one.score + BESIDE * _beside(one.at, chosen) - (first.score - behind)


def _beside(one: Located, chosen: Sequence[Located]) -> bool:
    return any(
        abs(one.place - other.place) == 1 and one.unit.heading == other.unit.heading for other in chosen
    )


def _quotable(page: Sequence[Passage]) -> Iterator[tuple[Passage, Unit]]:
    for passage in page:
        for unit in units(passage):
            text = without_foreign(unit.text, passage.url)
            if text.strip() and not planted(unit.text, passage.url):
                yield passage, replace(unit, text=text)
