"""What is said about links; the wording is data (`wording.toml`)."""

import tomllib
from functools import cache
from pathlib import Path


def said(key: str) -> str:
    """A sentence."""
    return _wording()[key]


@cache
def _wording() -> dict[str, str]:
    return tomllib.loads((Path(__file__).parent / "wording.toml").read_text(encoding="utf-8"))
