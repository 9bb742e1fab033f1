"""The bot's own words, by status; the wording is data (`replies.toml`)."""

import tomllib
from functools import cache
from pathlib import Path

from bot.answer import AnswerStatus


def reply(status: AnswerStatus, **values: str) -> str:
    """The wording of a status with its blanks filled."""
    text: str = wording()[status.value]["text"]
    return text.format(**values)


@cache
def wording() -> dict[str, dict[str, str]]:
    """All wordings by status."""
    return tomllib.loads((Path(__file__).parent / "replies.toml").read_text(encoding="utf-8"))
