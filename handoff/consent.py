"""The question whether a person is wanted: what it carries, and what a citizen says to it."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from handoff.events import Author, Event
from handoff.policy import is_failure
from handoff.states import Reason

COURTESY = re.compile(r"(?:謝謝|感謝|感恩)[你您]?|thanks|thankyou")
MARKS = re.compile(r"[\s，。、！!？?.~～,…]+")


def question() -> str:
    """The question itself."""
    text: str = _data()["question"]
    return text


def choices() -> list[dict[str, Any]]:
    """Yes and no, to be tapped."""
    return [{"label": label, "agency": "", "url": None} for label in (_data()["yes"], _data()["no"])]


def pending(history: Sequence[Event]) -> Reason | None:
    """The reason for which a person was offered in the message that stands last, if one was."""
    asked = history[-1].details.get("consent") if history else None
    return Reason(asked) if asked else None


def given(text: str) -> bool | None:
    """Whether a citizen says yes or no; None where they say something else."""
    said = _plain(text)
    if said in _spoken("yes"):
        return True
    return False if said in _spoken("no") else None


def declined(history: Iterable[Event]) -> bool:
    """Whether a person was offered and not wanted lately."""
    return any(event.details.get("declined") for event in history if event.author is Author.BOT)


def failures(history: Sequence[Event]) -> int:
    """How many of the bot's turns failed in a row at the end of the history."""
    count = 0
    for event in reversed([event for event in history if event.author is Author.BOT]):
        if not is_failure(event.details.get("status", ""), event.details.get("handoff")):
            break
        count += 1
    return count


@cache
def _spoken(answer: str) -> frozenset[str]:
    data = _data()
    return frozenset(map(_plain, (data[answer], *data[f"also_{answer}"])))


def _plain(text: str) -> str:
    """What is said without marks, capitals and thanks."""
    return COURTESY.sub("", MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold())


@cache
def _data() -> dict[str, Any]:
    path = Path(__file__).parent / "wording.toml"
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))["consent"]
    return data
