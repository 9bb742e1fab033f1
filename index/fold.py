"""Candidates that give way: expired, said already, or outdated by a newer page on the same matter."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from index.passage import SAID_ALREADY, Passage, Rejected, Rejection
from index.tokens import bigrams

SAME_TEXT = 0.9
REPEATED = 0.8
"""What is left of the score of a passage that says the same as a better one."""
SAME_TITLE = 0.75
SAME_MATTER = 0.5
"""Share of words that two texts of the same matter have in common; titles alone do not tell: some sites call every page 常見問答."""
OUTDATED_DAYS = 180
DEPTH = 30
"""How many of the first passages are compared with each other."""

NUMBERS = re.compile(r"\d+|[〇零一二兩三四五六七八九十百千萬]+")


def drop_expired(passages: Iterable[Passage], today: date) -> tuple[list[Passage], list[Rejected]]:
    """Leave out what stopped being valid before `today`."""
    kept, rejected = [], []
    for passage in passages:
        if passage.valid_until is not None and passage.valid_until < today:
            rejected.append(Rejected(passage, Rejection.EXPIRED))
        else:
            kept.append(passage)
    return kept, rejected


def fold_duplicates(passages: list[Passage]) -> list[Passage]:
    """Put passages that say the same as a better one behind others: nearly the same words, the very same numbers.

    Numbers decide because the pages of 38 districts differ in little else. Nothing is left out, since the words
    that differ may be the ones that matter, such as a district's name.
    """
    words = _Words()
    said: dict[tuple[str, ...], list[str]] = defaultdict(list)
    folded = []
    for passage in passages[:DEPTH]:
        text = passage.searchable
        alike = said[tuple(sorted(NUMBERS.findall(text)))]
        if any(words.alike(text, other, SAME_TEXT) for other in alike):
            why = {**passage.why, SAID_ALREADY: 1.0}
            folded.append(replace(passage, score=REPEATED * passage.score, why=why))
        else:
            folded.append(passage)
            alike.append(text)
    return sorted([*folded, *passages[DEPTH:]], key=lambda passage: -passage.score)


def newest_first(passages: list[Passage]) -> list[Passage]:
    """Put a newer page before an older one of the same agency on the same matter; both stay."""
    ordered = passages[:DEPTH]
    words = _Words()
    for older in list(ordered):
        place = ordered.index(older)
        newer = [
            other
            for other in ordered[place + 1 :]
            if _outdated(older, other)
            and words.alike(older.title, other.title, SAME_TITLE)
            and words.alike(older.text, other.text, SAME_MATTER)
        ]
        for other in reversed(newer):
            ordered.remove(other)
            ordered.insert(place, other)
    return ordered + passages[DEPTH:]


def falling(passages: list[Passage]) -> list[Passage]:
    """The same order with scores that fall along it: what was put before a better one gets that one's score."""
    best = 0.0
    found = []
    for passage in reversed(passages):
        best = max(best, passage.score)
        found.append(passage if passage.score == best else replace(passage, score=best))
    return found[::-1]


def _outdated(older: Passage, newer: Passage) -> bool:
    if older.url == newer.url or older.agency != newer.agency or not older.updated_on or not newer.updated_on:
        return False
    return (newer.updated_on - older.updated_on).days > OUTDATED_DAYS


class _Words:
    """The words of texts, cut when they are first compared: most passages of a search are never compared."""

    def __init__(self) -> None:
        self._known: dict[str, frozenset[str]] = {}

    def alike(self, left: str, right: str, least: float) -> bool:
        """Whether two texts have at least that share of their words in common."""
        first, second = self._of(left), self._of(right)
        fewer, more = sorted((len(first), len(second)))
        if not fewer or fewer < least * more:
            return False
        common = len(first & second)
        return common >= least * (fewer + more - common)

    def _of(self, text: str) -> frozenset[str]:
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = bigrams(text)
        return known
