"""The last check before an answer leaves: every quote verbatim, every figure and address backed by its source."""

import re
from dataclasses import dataclass

from bot.units import plain
from index.passage import Passage
from index.tokens import fold

FIGURE = re.compile(r"\d[\d,.:/-]*(?:\s?[\u4e00-\u9fff%])?")
"""A number together with what it counts: 60元 is not backed by 60日."""
NUMERAL = re.compile(
    "[〇零一二兩三四五六七八九十百千萬億]+(?:元|日|天|個月|月|年|歲|人|次|件|小時|分鐘|週|倍|成|折)"
)
ADDRESS = re.compile(
    r"https?://[^\s()<>「」，。；、]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:[\w-]+\.)+(?:tw|com|org|net|gov)\b(?:/[^\s()<>「」，。；、]*)?",
    re.ASCII,
)
"""Addresses of pages with and without their scheme, and of mailboxes."""
LOOSE_END = ".,:/-"


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


def _backed(statement: Statement) -> bool:
    if not statement.quote or statement.quote not in statement.passage.text:
        return False
    source = fold(f"{statement.passage.title}\n{statement.passage.text}")
    read = fold("\n".join(plain(line) for line in statement.passage.text.splitlines()))
    said = fold(statement.text)
    figures = {match.rstrip(LOOSE_END) for match in FIGURE.findall(said)} | set(NUMERAL.findall(said))
    links = _addresses(said) - _addresses(source) - _addresses(read)
    return not links and all(_stands(figure, source) or _stands(figure, read) for figure in figures)


def _addresses(text: str) -> set[str]:
    return {match.rstrip(LOOSE_END) for match in ADDRESS.findall(text)}


def _stands(figure: str, source: str) -> bool:
    """Whether a figure stands in a text whole: 500元 does not stand in 1,500元, nor 07-336 in 07-3368333."""
    numerals = "" if figure[0].isdigit() else "〇零一二兩三四五六七八九十百千萬億"
    before = rf"(?<![\d{numerals}])(?<!\d[,.:/-])"
    after = r"(?![,.:/-]?\d)" if figure[-1].isdigit() else ""
    return re.search(before + re.escape(figure) + after, source) is not None
