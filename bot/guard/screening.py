"""What is decided before anything is looked up: danger, the wish for a person, greetings, abuse, attacks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.answer import AnswerStatus, HandoffReason, Turn
from bot.guard.attacks import is_attack
from bot.guard.danger import Line, asks, danger, is_certain
from bot.guard.patterns import any_of, document
from bot.guard.speech import clauses
from index.tokens import fold

LOOK_BACK = 4
"""Earlier messages of the citizen that tell whether a danger goes on."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a turn ends at once; `reply` is the key of its wording, None for the status's own."""

    status: AnswerStatus
    reason: HandoffReason | None = None
    reply: str | None = None


def screen(text: str, history: Sequence[Turn] = ()) -> Verdict | None:
    """How the turn ends at once, None where the question is to be looked up."""
    before = [turn.text for turn in history if turn.author == "citizen"]
    recent = before[-LOOK_BACK:]
    return _endangered(text, recent) or _talk(text) or _abused(text, before) or _attacked(text, recent)


def _endangered(text: str, before: Sequence[str]) -> Verdict | None:
    """An emergency; an attack that is only like one is an attack."""
    said = clauses(text)
    line = danger(said, [clauses(one) for one in before])
    if line is None or (not is_certain(said) and is_attack(text)):
        return None
    return Verdict(AnswerStatus.EMERGENCY, reply=None if line is Line.ANY else f"emergency_{line}")


def _attacked(text: str, before: Sequence[str]) -> Verdict | None:
    return Verdict(AnswerStatus.REFUSED, reply="refused_attack") if is_attack(text, before) else None


def _abused(text: str, before: Sequence[str]) -> Verdict | None:
    """A warning for the first abuse; after that, no more than that there is no help for it."""
    if not _is_abuse(text):
        return None
    warned = any(map(_is_abuse, before))
    return Verdict(AnswerStatus.REFUSED, reply="refused_abuse" if warned else "refused_warning")


def _is_abuse(text: str) -> bool:
    """Whether a message is abuse and nothing else: a question is answered, however it is put."""
    said = clauses(text)
    return bool(_abuse().search(said)) and not asks(said)


def _talk(text: str) -> Verdict | None:
    said = fold(text).strip()
    if _of("human").search(said):
        return Verdict(AnswerStatus.HANDOFF, HandoffReason.ASKED_FOR_HUMAN)
    if not said or _of("greeting").search(said):
        return Verdict(AnswerStatus.GREETING)
    return None


@cache
def _of(name: str) -> re.Pattern[str]:
    return any_of(document("talk")[name], document("talk")["words"])


@cache
def _abuse() -> re.Pattern[str]:
    return any_of(document("abuse")["say"], document("abuse")["words"])
