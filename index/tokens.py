"""Text to search tokens: characters and bigrams for Chinese, whole words for the rest; no segmenter (ADR 0002)."""

import re
import unicodedata
from collections.abc import Iterable
from operator import add

RUNS = re.compile(
    r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z\u00df-\u024f\u1e00-\u1eff]+|[0-9]+|[\u0e01-\u0e4e\u3041-\u30ff]+"
)
"""Ideographs; Latin words with their accents; numbers; Thai and kana, which like ideographs put no spaces between words."""
THAI = range(0x0E01, 0x0E4F)
FIRST_UNSPACED = "\u3041"
VARIANTS = str.maketrans({"臺": "台", "爲": "為", "裏": "裡", "綫": "線", "着": "著", "眞": "真", "戶": "户"})
SINGLE_LENGTH = 24


def fold(text: str) -> str:
    """The form in which text is searched, never shown: NFKC, lower case, 臺 as 台 and other variants as one."""
    return unicodedata.normalize("NFKC", text).lower().translate(VARIANTS)


def tokens(text: str) -> list[str]:
    """Search tokens of a text with repetitions, by stretches of one script: 垃圾車 -> 垃, 圾, 車, 垃圾, 圾車."""
    found: list[str] = []
    for run in RUNS.findall(fold(text)):
        if run[0] >= FIRST_UNSPACED or ord(run[0]) in THAI:
            found.extend(run)
            found.extend(map(add, run, run[1:]))
        else:
            found.append(run[:SINGLE_LENGTH])
    return found


def bigrams(text: str) -> frozenset[str]:
    """The tokens that tell texts apart: bigrams and words, without single characters."""
    return frozenset(token for token in tokens(text) if len(token) > 1)


def joined(words: Iterable[str]) -> str:
    """Tokens as one string for indexes that split on white space."""
    return " ".join(words)
