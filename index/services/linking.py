"""Which pages are about which service, told by the titles: what ties people's wording to this city's own pages."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from index.services.catalogue import Service
from index.tokens import bigrams

SAME_MATTER = 0.6
"""Weighted share of an official name's words that a page's title must have."""
MOST_PAGES = 2


class Titles:
    """Page titles, searchable by the words of official names."""

    def __init__(self, titles: Sequence[str]) -> None:
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for place, title in enumerate(titles):
            for word in bigrams(title):
                self._places[word].append(place)
        self._count = len(titles)

    def about(self, service: Service) -> list[int]:
        """The places of the titles that name the service, best first, at most `MOST_PAGES`."""
        best: defaultdict[int, float] = defaultdict(float)
        for name in service.names:
            for place, share in self._shares(bigrams(name)):
                best[place] = max(best[place], share)
        ranked = sorted(best.items(), key=lambda one: (-one[1], one[0]))
        return [place for place, share in ranked[:MOST_PAGES] if share > SAME_MATTER]

    def _shares(self, words: Iterable[str]) -> Iterable[tuple[int, float]]:
        weights = {
            word: math.log(1 + self._count / (1 + len(self._places.get(word, ())))) for word in sorted(words)
        }
        found: defaultdict[int, float] = defaultdict(float)
        for word, weight in weights.items():
            for place in self._places.get(word, ()):
                found[place] += weight
        total = sum(weights.values()) or 1.0
        return ((place, weight / total) for place, weight in found.items())
