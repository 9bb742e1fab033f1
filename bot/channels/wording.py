"""What the service itself says to citizens; the wording is data (`wording.toml`)."""

import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any


class Occasion(StrEnum):
    """The occasions on which the service speaks; each has its wording."""

    ANSWER_FAILED = "answer_failed"
    ANSWER_LATE = "answer_late"
    DATA_MASKED = "data_masked"
    REPORTS_FULL = "reports_full"


def words(occasion: Occasion) -> str:
    """The wording of an occasion."""
    text: str = _wording()["messages"][occasion.value]
    return text


def examples() -> tuple[str, ...]:
    """Questions that a citizen may start with."""
    return tuple(_wording()["examples"])


@cache
def _wording() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "wording.toml").read_text(encoding="utf-8"))
