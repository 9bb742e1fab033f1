"""The last check before an answer leaves: every quote verbatim, every figure and address backed by its source."""

import re
from dataclasses import dataclass

from bot.units import plain
from index.passage import Passage
from index.tokens import fold

FIGURE = re.compile(r"\d[\d,.:/-]*(?:\s?[\u4e00-\u9fff%])?")
"""A number together with what it counts: 60元 is not backed by 60日."""
ADDRESS = re.compile(r"https?://[^\s)」]+|[\w.+-]+@[\w-]+\.[\w.]+")


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
    claims = {match.rstrip(".,:-/") for match in FIGURE.findall(fold(statement.text))}
    links = ADDRESS.findall(fold(statement.text))
    return all(claim in source or claim in read for claim in claims) and all(link in source for link in links)
