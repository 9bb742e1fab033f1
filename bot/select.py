"""Choosing the units of a passage that answer the question."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from bot.asking import AskedFor
from bot.units import Unit
from index.passage import Passage
from index.tokens import bigrams

LONGEST = 220
"""Characters of an answer from one passage, unless one unit alone is longer."""
WHOLE = 140
"""A passage this short is given whole."""
KIND_BONUS = 0.35
HEADING_BONUS = 0.25
TITLE_SHARE = 0.25
"""Weight of question words that the page's title already has: they do not tell its units apart."""
NEAR_BEST = 0.6


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit with its place in the passage and how well it answers."""

    place: int
    unit: Unit
    score: float


def select(
    passage: Passage, found: list[Unit], weights: Mapping[str, float], kind: AskedFor | None
) -> list[Unit]:
    """The units that answer, in the passage's order. `weights` are the question's tokens with their idf."""
    if sum(len(unit.text) for unit in found) <= WHOLE:
        return found
    scored = _scored(passage, found, weights, kind)
    best = max(scored, key=lambda one: one.score, default=None)
    if best is None:
        return []
    chosen = _around(best, scored)
    return [one.unit for one in sorted(chosen, key=lambda one: one.place)]


def _scored(
    passage: Passage, found: list[Unit], weights: Mapping[str, float], kind: AskedFor | None
) -> list[Scored]:
    title = bigrams(passage.title)
    total = sum(weights.values()) or 1.0
    scored = []
    for place, unit in enumerate(found):
        words = bigrams(f"{unit.heading} {unit.text}")
        score = sum(
            weight * (TITLE_SHARE if token in title else 1.0)
            for token, weight in weights.items()
            if token in words
        )
        score = score / total / (1 + math.log1p(len(unit.text) / 200))
        if kind is not None:
            score += KIND_BONUS * kind.in_text(unit.text) + HEADING_BONUS * kind.in_heading(unit.heading)
        scored.append(Scored(place, unit, score - place * 1e-4))
    return scored


def _around(best: Scored, scored: list[Scored]) -> list[Scored]:
    """The best unit, then others of its section and near its score, nearest first, while there is room."""
    chosen = [best]
    room = LONGEST - len(best.unit.text)
    others = sorted(
        (one for one in scored if one is not best), key=lambda one: (abs(one.place - best.place), one.place)
    )
    for one in others:
        same_section = one.unit.heading == best.unit.heading and not one.unit.is_row
        if len(one.unit.text) <= room and (same_section or one.score >= NEAR_BEST * best.score):
            chosen.append(one)
            room -= len(one.unit.text)
    return chosen
