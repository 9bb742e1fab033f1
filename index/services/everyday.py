"""Everyday words in a question, and what the city calls the same."""

import re
from collections import defaultdict
from collections.abc import Sequence

from index.services.catalogue import Word
from index.tokens import fold


class EverydayWords:
    """The vocabulary, searchable: 垃圾車 -> 垃圾清運, 清運時間."""

    def __init__(self, words: Sequence[Word]) -> None:
        official: defaultdict[str, list[str]] = defaultdict(list)
        for word in words:
            for said in word.say:
                official[fold(said)].extend(word.official)
        self._official = {said: tuple(dict.fromkeys(terms)) for said, terms in official.items()}
        longest_first = sorted(self._official, key=lambda said: (-len(said), said))
        self._any = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def official(self, text: str) -> tuple[str, ...]:
        """The official terms for the everyday words in a text, in its order, each once."""
        said = self._any.findall(fold(text))
        return tuple(dict.fromkeys(term for word in said for term in self._official[word]))
