"""What is said on LINE alone; the wording is data (`wording.toml`)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


def phrase(name: str) -> str:
    """A sentence to the citizen."""
    text: str = _wording()["messages"][name]
    return text


def stand_in(kind: str) -> str:
    """How a message that is not text stands in the log."""
    kinds: dict[str, str] = _wording()["kinds"]
    return kinds.get(kind, kinds["other"])


@cache
def _wording() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "wording.toml").read_text(encoding="utf-8"))
