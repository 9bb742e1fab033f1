"""Readable patterns as data: regular expressions with named words and short gaps.

`<who>` stands for the words of that name, `<3>` for up to three characters of the same clause.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from index.tokens import fold

HERE = Path(__file__).parent
NAMED = re.compile(r"(?<!\?P)<([a-z_]+)>")
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
GAP = re.compile(r"<(\d+)>")


@cache
def document(name: str) -> dict[str, Any]:
    """A data file of this package."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def any_of(patterns: Sequence[str], words: Mapping[str, str]) -> re.Pattern[str]:
    """One expression that finds what any of the patterns finds. Raises KeyError for a name without words."""
    return re.compile("|".join(expression(pattern, words) for pattern in patterns))


def expression(pattern: str, words: Mapping[str, str]) -> str:
    """A pattern as a regular expression over folded text."""
    while NAMED.search(pattern):
        pattern = NAMED.sub(lambda name: f"(?:{words[name[1]]})", pattern)
    pattern = BEYOND_ASCII.sub(lambda words: fold(words[0]), pattern)
    return GAP.sub(lambda gap: f".{{0,{gap[1]}}}", pattern)
