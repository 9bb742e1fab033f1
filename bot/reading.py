"""Reading a message: what it is for, the questions in it, each by itself, and the days it speaks of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.answer import Question, Turn
from bot.understanding.aspects import aspects
from bot.understanding.dates import Span, when
from bot.understanding.english import translated
from bot.understanding.followup import resolve, talked_of
from bot.understanding.intents import Intent, intent
from bot.understanding.life_events import LifeEvent, life_event
from bot.understanding.matter import stands_alone
from bot.understanding.typos import Vocabulary, corrected
from index.query import traditional

CITIZEN = "citizen"


@dataclass(frozen=True, slots=True)
class Asking:
    """One question of a message: as the citizen put it, made to stand by itself, and as it is searched."""

    text: str
    query: str
    label: str | None = None
    """The name of the matter where it is a part of an event of life."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message says."""

    intent: Intent
    whole: Asking
    parts: tuple[Asking, ...]
    """Its questions; the whole alone where it is one question."""
    event: LifeEvent | None
    span: Span | None
    corrected: Asking | None
    """The whole with its wrong characters put right, where there are any."""
    said: str = ""
    """The message in its own words, folded for search."""
    before: str = ""
    """What the citizen asked before, made to stand by itself; empty at the beginning and after a change of matter."""


@dataclass(frozen=True, slots=True)
class Language:
    """What the city's own words tell: its vocabulary, and how many passages hold a word."""

    vocabulary: Vocabulary
    known: Callable[[str], int]
    places: frozenset[str] = frozenset()
    """The city's districts."""


Rewriting = Callable[[str, Sequence[Turn]], str | None]
"""Makes a question of its own of a follow-up; None where it cannot."""


def read(question: Question, language: Language, rewriting: Rewriting | None = None) -> Reading:
    """Read a message in the light of what was said before."""
    said = traditional(question.text)
    text = _standing_alone(said, question.history, language.places, rewriting)
    event = life_event(text)
    whole = _asking(text)
    parts = tuple(_asking(part) for part in aspects(text)) if event is None else _of_event(event)
    put_right = corrected(text, language.vocabulary, language.known)
    return Reading(
        intent=intent(said, question.history),
        whole=whole,
        parts=parts if len(parts) > 1 else (whole,),
        event=event,
        span=when(text, question.now),
        corrected=None if put_right is None else _asking(put_right),
        said=said,
        before=_before(question.history, language.places),
    )


def _before(history: Sequence[Turn], places: frozenset[str]) -> str:
    asked_before = any(turn.author == CITIZEN for turn in history)
    return traditional(talked_of(history, places)) if asked_before else ""


def _standing_alone(
    said: str, history: Sequence[Turn], places: frozenset[str], rewriting: Rewriting | None
) -> str:
    by_rules = resolve(said, history, places)
    if rewriting is None or not history or (by_rules == said and stands_alone(said)):
        return by_rules
    rewritten = rewriting(said, history)
    return traditional(rewritten) if rewritten is not None else by_rules


def _asking(text: str) -> Asking:
    return Asking(text, f"{text} {translated(text)}".strip())


def _of_event(event: LifeEvent) -> tuple[Asking, ...]:
    return tuple(
        Asking(aspect.query, aspect.query, aspect.label)
        for aspect in sorted(event.aspects, key=lambda one: one.order)
    )
