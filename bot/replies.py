"""The bot's own words, by status and occasion; the wording is data (`replies.toml`)."""

import tomllib
from functools import cache
from pathlib import Path


def reply(key: str, **values: str) -> str:
    """The wording of a status, or of one of its occasions, with its blanks filled."""
    text: str = wording()[key]["text"]
    return text.format(**values)


def is_reply(text: str, key: str) -> bool:
    """Whether a text is, or begins as, the wording of an occasion; for wordings without blanks."""
    return text.startswith(wording()[key]["text"])


def offers_choices(text: str) -> bool:
    """Whether what the bot said ends by asking which of several matters is meant."""
    return text.endswith(reply("clarify"))


@cache
def wording() -> dict[str, dict[str, str]]:
    """All wordings by status and occasion."""
    return tomllib.loads((Path(__file__).parent / "replies.toml").read_text(encoding="utf-8"))
