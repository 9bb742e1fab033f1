"""A citizen's words as weighted search tokens."""

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import opencc

from index.tokens import fold, tokens

FILLER_WEIGHT = 0.25
"""Weight of words of asking and politeness, which are rare in official text and say nothing about the matter."""

IDEOGRAPHS = re.compile(r"[\u3400-\u9fff]")


def traditional(text: str) -> str:
    """Simplified characters as Taiwan writes them; Traditional text stays as it is."""
    return _converter().convert(text) if IDEOGRAPHS.search(text) and _is_simplified(text) else text


def weigh(query: str) -> dict[str, float]:
    """Search tokens of a query with their weights."""
    counts = Counter(tokens(query))
    own = Counter(token for part in matter(query) for token in tokens(part))
    return {token: own[token] + FILLER_WEIGHT * (count - own[token]) for token, count in counts.items()}


def matter(query: str) -> list[str]:
    """The stretches of a query that say what it is about: what is left between words of asking and politeness.

    Bigrams across such words (證怎 in 借書證怎麼辦) are no words at all, and say nothing about what a city knows.
    """
    return [part for part in _asking().split(fold(query)) if part.strip()]


def _is_simplified(text: str) -> bool:
    """Whether at least two characters of the text are ones that only Simplified Chinese writes.

    Converting Traditional text would damage it: 台, 面, 里 and others are Simplified forms and Traditional words.
    """
    return len(_simplified_only() & set(text)) > 1


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2twp")


@cache
def _simplified_only() -> frozenset[str]:
    """Characters that become others in Traditional text and are not written there."""
    to_traditional, to_simplified = opencc.OpenCC("s2t"), opencc.OpenCC("t2s")
    ideographs = {chr(code) for code in range(0x4E00, 0x9FA6)} - set(_words()["written_in_taiwan"])
    return frozenset(
        character
        for character in ideographs
        if to_traditional.convert(character) != character and to_simplified.convert(character) == character
    )


@cache
def _asking() -> re.Pattern[str]:
    phrases = sorted((fold(phrase) for phrase in _words()["filler"].split()), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, phrases)))


@cache
def _words() -> dict[str, str]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
