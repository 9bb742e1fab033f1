"""What was found or done, in words for the operator (`wording.toml`)."""

import tomllib
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any


class Level(StrEnum):
    """How good it is; `BAD` means that LINE does not work as it should."""

    GOOD = "good"
    DONE = "done"
    HINT = "hint"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at or done; `values` fill in the words."""

    level: Level
    key: str
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What it is and, where something has to be done, what."""
        words: str = _wording()[self.key].format(**self.values)
        return words.strip()

    @property
    def bad(self) -> bool:
        """Whether it keeps LINE from working."""
        return self.level is Level.BAD


def good(key: str, **values: Any) -> Finding:
    """Something that is as it should be."""
    return Finding(Level.GOOD, key, values)


def done(key: str, **values: Any) -> Finding:
    """Something that was changed, or would be in a dry run."""
    return Finding(Level.DONE, key, values)


def bad(key: str, **values: Any) -> Finding:
    """Something that keeps LINE from working."""
    return Finding(Level.BAD, key, values)


def warning(key: str, **values: Any) -> Finding:
    """Something that will hurt."""
    return Finding(Level.WARNING, key, values)


def hint(key: str, **values: Any) -> Finding:
    """Something that cannot be looked at from here."""
    return Finding(Level.HINT, key, values)


@cache
def _wording() -> dict[str, str]:
    return tomllib.loads((Path(__file__).parent / "wording.toml").read_text(encoding="utf-8"))
