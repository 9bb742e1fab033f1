"""The words that tell facts from text and error pages from content, read from `wording.toml`."""

import re
import tomllib
from pathlib import Path

_DATA = tomllib.loads((Path(__file__).parent / "wording.toml").read_text(encoding="utf-8"))


def labels(*names: str) -> str:
    """The labels of these lists as alternatives of a regular expression, longest first."""
    words = {word for name in names for group in ("labels", "periods") for word in _DATA[group].get(name, ())}
    return "|".join(sorted(map(_spaced, words), key=len, reverse=True))


def words(name: str) -> frozenset[str]:
    """One list of labels as it stands."""
    return frozenset(_DATA["labels"][name])


def classes(name: str) -> frozenset[str]:
    """Words in class names that tell parts of a page."""
    return frozenset(_DATA["classes"][name])


def pattern(name: str) -> re.Pattern[str]:
    """One pattern; a list means any of them."""
    value = _DATA["patterns"][name]
    return re.compile(
        value if isinstance(value, str) else "|".join(f"(?:{part})" for part in value), re.IGNORECASE
    )


def _spaced(label: str) -> str:
    """Old pages pad short labels with blanks: 電 話."""
    return r"\s*".join(map(re.escape, label)) if len(label) <= 3 and not label.isascii() else re.escape(label)
