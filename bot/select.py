"""Choosing the units of a page that answer the question."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.guard import planted, without_foreign
from bot.listed import with_items
from bot.units import Unit, units
from index.asking import AskedFor
from index.passage import Passage
from index.tokens import bigrams

LONGEST = 220
"""Characters of an answer from one page, unless one unit alone is longer."""
SHORT = 100
"""The same where the best unit has so much of the question's words that it answers by itself."""
BY_ITSELF = 0.2
"""Weighted share of the question's words from which it does; fitted on the demo city's calibration part and on half of DRCD's."""
WHOLE = 140
"""A page this short is given whole, unless it is a table."""
KIND_BONUS = 0.35
HEADING_BONUS = 0.25
BEST_BONUS = 0.15
"""For units of the passage that retrieval put first."""
TITLE_SHARE = 0.25
"""Weight of question words that the page's title already has: they do not tell its units apart."""
NEAR_BEST = 0.6
LEAD_IN = 25
"""Characters: a unit this short hardly answers without the one beside it."""


@dataclass(frozen=True, slots=True)
class Located:
    """A unit with the passage that it stands in and its place on the page."""

    place: int
    passage: Passage
    unit: Unit


@dataclass(frozen=True, slots=True)
class Scored:
    """A located unit and how well it answers."""

    at: Located
    score: float
    own: float
    """Weighted share of the question's words that it has itself."""
    fits: bool
    """Whether it is, or stands under a heading that announces, the kind of answer asked for."""


def select(
    best: Passage, page: Sequence[Passage], weights: Mapping[str, float], kind: AskedFor | None
) -> list[Located]:
    """The units of the page of `best` that answer, in the page's order. `weights` are the question's words with their idf."""
    located = [Located(place, passage, unit) for place, (passage, unit) in enumerate(_quotable(page))]
    if sum(len(one.unit.text) for one in located) <= WHOLE and not any(one.unit.is_row for one in located):
        return located
    scored = _scored(best, located, weights, kind)
    first = max(scored, key=lambda one: one.score, default=None)
    if first is None:
        return []
    chosen = [one.at for one in _around(first, scored, kind)]
    return with_items(sorted(chosen, key=lambda at: at.place), located, first.at)


def _quotable(page: Sequence[Passage]) -> Iterator[tuple[Passage, Unit]]:
    """The units of a page that nobody planted, without addresses that lead to strangers."""
    for passage in page:
        for unit in units(passage):
            text = without_foreign(unit.text, passage.url)
            if text.strip() and not planted(unit.text, passage.url):
                yield passage, replace(unit, text=text)


def _scored(
    best: Passage, located: Sequence[Located], weights: Mapping[str, float], kind: AskedFor | None
) -> list[Scored]:
    title = bigrams(best.title)
    total = sum(weights.values()) or 1.0
    scored = []
    for at in located:
        words = bigrams(f"{at.unit.heading} {at.unit.text}")
        score = sum(
            weight * (TITLE_SHARE if token in title else 1.0)
            for token, weight in weights.items()
            if token in words
        )
        own = score / total
        score = own / (1 + math.log1p(len(at.unit.text) / 200))
        in_text = kind is not None and kind.in_text(at.unit.text)
        in_heading = kind is not None and kind.in_heading(at.unit.heading)
        score += KIND_BONUS * in_text + HEADING_BONUS * in_heading
        score += BEST_BONUS * (at.passage.chunk_id == best.chunk_id) - at.place * 1e-4
        scored.append(Scored(at, score, own, in_text or in_heading))
    return scored


def _around(first: Scored, scored: Sequence[Scored], kind: AskedFor | None) -> list[Scored]:
    """The best unit, then those of its section or near its score that fit too, nearest first, while there is room."""
    chosen = [first]
    room = (SHORT if first.own >= BY_ITSELF else LONGEST) - len(first.at.unit.text)
    others = (one for one in scored if one is not first)
    for one in sorted(others, key=lambda one: (abs(one.at.place - first.at.place), one.at.place)):
        if len(one.at.unit.text) <= room and _belongs(one, first, kind):
            chosen.append(one)
            room -= len(one.at.unit.text)
    return chosen


def _belongs(one: Scored, first: Scored, kind: AskedFor | None) -> bool:
    same_section = one.at.unit.heading == first.at.unit.heading
    if one.at.unit.is_row:  # the row that was asked for, or all of them where none was named
        return same_section and first.at.unit.is_row and one.own >= first.own
    beside = abs(one.at.place - first.at.place) == 1
    if kind is None or not first.fits:
        return same_section or one.score >= NEAR_BEST * first.score
    if beside and same_section and min(len(one.at.unit.text), len(first.at.unit.text)) < LEAD_IN:
        return True
    return one.fits and (same_section or one.score >= NEAR_BEST * first.score)
