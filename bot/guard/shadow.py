"""A text as patterns read it, with the way back to the text as it was written."""

import re
import unicodedata
from dataclasses import dataclass

from index.tokens import fold

NUMERALS = "零〇○一二三四五六七八九壹貳參肆伍陸柒捌玖"
DIGITS = str.maketrans(NUMERALS, "000123456789123456789")
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
    marks: list[str] = []
    places: list[int] = []
    for place, mark in enumerate(written):
        if unicodedata.category(mark) in ("Cf", "Mn", "Me"):
            continue
        for one in fold(mark):
            marks.append(one)
            places.append(place)
    text = "".join(marks).translate(DASHES)
    return Shadow(SPOKEN_NUMBER.sub(lambda number: number[0].translate(DIGITS), text), tuple(places))
