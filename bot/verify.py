"""The last check before an answer leaves: every quote verbatim, every figure and address backed by its source."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.units import plain
from index.passage import Passage
from index.tokens import fold

NUMERALS = "〇零一二兩三四五六七八九十百千萬億"
FIGURE = re.compile(rf"\d(?:[,.:/-]*\d)*(?:\s?[{NUMERALS}]*[\u4e00-\u9fff%])?")
"""A number together with what it counts: 60元 is not backed by 60日, nor 5萬元 by 5元."""
NUMERAL = re.compile(
    rf"(?<![\d{NUMERALS}])(?<!\d\s)[{NUMERALS}]+(?:元|日|天|個月|月|年|歲|人|次|件|小時|分鐘|週|倍|成|折)"
)
ADDRESS = re.compile(
    r"https?://[!#-'*-;=?-~]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:[\w-]+\.)+(?:tw|com|org|net|gov|taipei)\b(?:/[!#-'*-;=?-~]*)?",
    re.ASCII,
)
"""Addresses of pages with and without their scheme, and of mailboxes; Chinese text may follow without a space."""
LOOSE_END = ".,:;!?/-"
WIDE_STOPS = str.maketrans(dict.fromkeys("，。；：、！？（）「」", " "))
"""Marks that end an address as they are written and would belong to it once folded."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an answer with the passage and the quote that it rests on."""

    text: str
    quote: str
    passage: Passage
    stands_alone: bool = False


def verified(statements: list[Statement]) -> list[Statement]:
    """Those statements whose quote stands verbatim in the passage and whose figures and links stand there too."""
    return [statement for statement in statements if _backed(statement)]


def backed_by(text: str, sources: Sequence[str]) -> bool:
    """Whether every figure and every address of a text stands whole in one of the sources."""
    said, folded = fold(text), [fold(source) for source in sources]
    figures = {*FIGURE.findall(said), *NUMERAL.findall(said)}
    known = set().union(*map(addresses, sources))
    return addresses(text) <= known and all(any(_stands(one, given) for given in folded) for one in figures)


def _backed(statement: Statement) -> bool:
    if not statement.quote or statement.quote not in statement.passage.text:
        return False
    source = f"{statement.passage.title}\n{statement.passage.text}"
    read = "\n".join(plain(line) for line in statement.passage.text.splitlines())
    return backed_by(statement.text, [source, read])


def addresses(text: str) -> set[str]:
    """The addresses of pages and mailboxes that a text names."""
    return {match.rstrip(LOOSE_END) for match in ADDRESS.findall(fold(text.translate(WIDE_STOPS)))}


def _stands(figure: str, source: str) -> bool:
    """Whether a figure stands in a text whole: 500元 does not stand in 1,500元, nor 07-336 in 07-3368333."""
    before = r"(?<!\d)(?<!\d[,.:/-])" if figure[0].isdigit() else rf"(?<![\d{NUMERALS}])"
    after = r"(?![,.:/-]?\d)" if figure[-1].isdigit() else ""
    return re.search(before + re.escape(figure) + after, source) is not None
