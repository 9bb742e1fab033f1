"""Whether somebody is in danger now, and whom to call; what danger looks like is data (`danger.toml`)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.guard.likeness import fitted, grams
from bot.guard.patterns import any_of, document

HARMLESS = "○"
"""Stands for an exempt word."""
MARGIN = 0.25
"""Weight from which clauses tell of a danger: below it stand mishaps that are over."""
CIVIC = "<civic>"
"""The name of the evidence that a clause asks about services; hints have the names of their lines."""


class Line(StrEnum):
    """The number to call first; ANY where it cannot be told."""

    POLICE = "110"
    RESCUE = "119"
    PROTECTION = "113"
    LISTENING = "1925"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Rule:
    """Ways of saying that somebody is in danger."""

    line: Line
    said: re.Pattern[str]


def danger(said: str, before: Sequence[str] = ()) -> Line | None:
    """The number that fits the clauses said, also together with those said before; None where nobody is in danger."""
    if before and _list("calm").search(said) and not is_certain(said):
        return None
    found = _found(said)
    if not before or found not in (None, Line.ANY):
        return found
    last = danger(before[-1], before[:-1])
    if last is None:
        return found or _found(f"{before[-1]}\n{said}")
    return last if found or _goes_on(said) else None


def asks(said: str) -> bool:
    """Whether the clauses ask about services."""
    return bool(_list("civic").search(said))


def evidence(clause: str) -> set[str]:
    """What the weights know of a clause: its characters and pairs of them, hints of danger, asking about services."""
    told = without_exempt(clause)
    seen = grams(told) | {f"<{rule.line}>" for rule in _rules("hint") if rule.said.search(told)}
    return seen | {CIVIC} if asks(clause) else seen


def without_exempt(said: str) -> str:
    """The clauses without words that hold danger's characters and mean something else."""
    return _list("exempt").sub(HARMLESS, said)


def is_certain(said: str) -> bool:
    """Whether the clauses say plainly that somebody is in danger."""
    return _first("sure", without_exempt(said)) is not None


def _found(said: str) -> Line | None:
    told = without_exempt(said)
    return _first("sure", told) or ((_first("hint", told) or Line.ANY) if _likely(said) else None)


def _first(name: str, told: str) -> Line | None:
    """The line of the first rule that holds."""
    return next((rule.line for rule in _rules(name) if rule.said.search(told)), None)


def _likely(said: str) -> bool:
    """Whether a few clauses in a row weigh enough together."""
    return fitted("danger_weights").score(map(evidence, said.split("\n"))) > MARGIN


def _goes_on(said: str) -> bool:
    """Whether who told a danger just before may still speak of it: neither a farewell nor a question about services."""
    return bool(said) and not _list("closing").search(said) and not asks(said)


@cache
def _rules(name: str) -> tuple[Rule, ...]:
    data = document("danger")
    return tuple(Rule(Line(rule["line"]), any_of(rule["say"], data["words"])) for rule in data[name])


@cache
def _list(name: str) -> re.Pattern[str]:
    data = document("danger")
    return any_of(data[name], data["words"])
