"""The bot's own words, by status and occasion; the wording is data (`replies.toml`)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


def reply(key: str, **values: str) -> str:
    """The wording of a status, or of one of its occasions, with its blanks filled."""
    text: str = wording()[key]["text"]
    return text.format(**values)


def is_reply(text: str, key: str) -> bool:
    """Whether a text is, or begins as, the wording of an occasion; for wordings without blanks."""
    return text.startswith(str(wording()[key]["text"]))


def offers_choices(text: str) -> bool:
    """Whether what the bot said ends by asking which of several matters is meant."""
    return text.endswith(reply("clarify"))


def quick_replies(key: str) -> tuple[str, ...]:
    """The answers that are offered with an occasion's wording, to be tapped."""
    return tuple(wording()[key].get("choices", ()))


def beginning(key: str) -> str:
    """An occasion's wording up to its first blank."""
    return str(wording()[key]["text"]).split("{", 1)[0]


@cache
def wording() -> dict[str, dict[str, Any]]:
    """All wordings by status and occasion: the text, and quick replies where there are some."""
    return tomllib.loads((Path(__file__).parent / "replies.toml").read_text(encoding="utf-8"))
