"""What is said on LINE alone; the wording is data (`wording.toml`)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """A question of a form: its name in the log, what can be tapped, what is no answer (`skip`), what counts as yes."""

    key: str
    name: str
    ask: str
    longest: int
    shortest: int = 1
    answers: tuple[str, ...] = ()
    skip: str | None = None
    yes: str | None = None


def phrase(name: str) -> str:
    """A sentence to the citizen."""
    text: str = _wording()["messages"][name]
    return text.strip()


def stand_in(kind: str) -> str:
    """How a message that is not text stands in the log."""
    kinds: dict[str, str] = _wording()["kinds"]
    return kinds.get(kind, kinds["other"])


@cache
def steps(form: str) -> tuple[Step, ...]:
    """The questions of a form, in order."""
    listed: list[dict[str, Any]] = _wording()["forms"][form]
    return tuple(Step(**{**one, "answers": tuple(one.get("answers", ()))}) for one in listed)


@cache
def _wording() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "wording.toml").read_text(encoding="utf-8"))
