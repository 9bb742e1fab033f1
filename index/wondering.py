"""Which points of a matter a question or a title is about: how much, what to bring, where; the ways of asking are data (`wondering.toml`).

Many pages may be about one matter, each about one point of it: the point is what tells them apart.
"""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from index.tokens import fold


@lru_cache(4_096)
def points(text: str) -> frozenset[str]:
    """The points that a text asks about."""
    folded = fold(text)
    return frozenset(point for point, asked in _patterns().items() if asked.search(folded))


def in_common(question: str, title: str) -> float:
    """Share of the points of a question and a title that are of both, 0 to 1."""
    asked, answered = points(question), points(title)
    return len(asked & answered) / (len(asked | answered) or 1)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    document = tomllib.loads((Path(__file__).parent / "wondering.toml").read_text(encoding="utf-8"))
    return {
        point: re.compile("|".join(fold(pattern) for pattern in patterns))
        for point, patterns in document["points"].items()
    }
