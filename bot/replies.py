"""The bot's own words, by status and, where a status has several, by status and case; the wording is data (`replies.toml`)."""

import tomllib
from functools import cache
from pathlib import Path


def reply(key: str, **values: str) -> str:
    """The wording of a status (an AnswerStatus) or of one of its cases with its blanks filled."""
    text: str = wording()[key]["text"]
    return text.format(**values)


@cache
def wording() -> dict[str, dict[str, str]]:
    """All wordings by key."""
    return tomllib.loads((Path(__file__).parent / "replies.toml").read_text(encoding="utf-8"))
