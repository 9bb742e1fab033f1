"""Everyday words in a question, and what the city calls the same."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

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
        self._lengths = sorted({len(said) for said in self._official}, reverse=True)

    def official(self, text: str) -> tuple[str, ...]:
        """The official terms for the everyday words in a text, in its order, each once."""
        said = self._said(fold(text))
        return tuple(dict.fromkeys(term for word in said for term in self._official[word]))

    def _said(self, text: str) -> Iterator[str]:
        """The everyday words of a folded text, the longest where several begin.

        One look-up for each length: a pattern of all words would try them one after the other at every place.
        """
        place = 0
        while place < len(text):
            here = (text[place : place + length] for length in self._lengths)
            word = next((one for one in here if one in self._official), None)
            if word is not None:
                yield word
            place += 1 if word is None else len(word)
