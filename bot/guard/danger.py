"""Whether somebody is in danger now, and whom to call; what danger looks like is data (`danger.toml`)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.guard.patterns import any_of, document


class Line(StrEnum):
    """The number to call first."""

    POLICE = "110"
    RESCUE = "119"
    PROTECTION = "113"
    LISTENING = "1925"


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of being in danger; a `civic` one does not hold in a clause that asks about services."""

    line: Line
    civic: bool
    said: re.Pattern[str]


def danger(said: str, before: Sequence[str] = ()) -> Line | None:
    """The number that fits the clauses said, also together with those said before; None where nobody is in danger."""
    return _found(said) or _over_turns(said, before)


def _over_turns(said: str, before: Sequence[str]) -> Line | None:
    """A danger that only the messages together tell; one that was told before has been answered before."""
    earlier = "\n".join(before)
    return _found(f"{earlier}\n{said}") if earlier and _found(earlier) is None else None


def _found(said: str) -> Line | None:
    told = _exempt().sub("", said)
    plain = "\n".join(clause for clause in told.split("\n") if not _frames().search(clause))
    return next((rule.line for rule in _rules() if rule.said.search(plain if rule.civic else told)), None)


@cache
def _rules() -> tuple[Rule, ...]:
    data = document("danger")
    return tuple(
        Rule(Line(rule["kind"]), rule.get("civic", False), any_of(rule["say"], data["words"]))
        for rule in data["danger"]
    )


@cache
def _exempt() -> re.Pattern[str]:
    return any_of(document("danger")["exempt"], document("danger")["words"])


@cache
def _frames() -> re.Pattern[str]:
    return any_of(document("danger")["frames"], document("danger")["words"])
