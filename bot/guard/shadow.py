"""A text as patterns read it, with the way back to the text as it was written."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from index.tokens import fold

NUMERALS = "零〇○一二三四五六七八九壹貳參肆伍陸柒捌玖么幺洞拐勾兩"
DIGITS = str.maketrans(NUMERALS, "000123456789123456789110792")
SPOKEN_NUMBER = re.compile(rf"[0-9{NUMERALS}](?:[ -]?[0-9{NUMERALS}]){{6,}}")
"""Seven digits and more in a row, some of them written as words."""
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\u30fc", "-"))


@dataclass(frozen=True, slots=True)
class Shadow:
    """The text to read, and for each of its characters the place in the written text that it comes from."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the shadow stands in the written text."""
        return self.places[start], self.places[end - 1] + 1


def shadow(written: str) -> Shadow:
    """The text without marks that cannot be seen, folded, with numbers in digits."""
    read = [_read(mark) for mark in written]
    places = tuple(place for place, marks in enumerate(read) for _ in marks)
    text = "".join(read).translate(DASHES)
    return Shadow(SPOKEN_NUMBER.sub(lambda number: number[0].translate(DIGITS), text), places)


@lru_cache(maxsize=65_536)
def _read(mark: str) -> str:
    """What is read of one written character; nothing where it has no shape of its own."""
    return "" if unicodedata.category(mark) in ("Cf", "Mn", "Me") else fold(mark)
