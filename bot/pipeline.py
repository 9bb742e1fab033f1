"""From question to answer, as a list of steps of which each may end the turn."""

import re
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from askcity.clock import TAIPEI
from bot.answer import Answer, AnswerStatus, HandoffReason, Question
from bot.compose import Draft, citations, compose, joined, wording
from bot.confidence import Model, features, share, shipped, word_weights
from bot.guard import repeatable, screen
from bot.replies import reply
from index.lexical import LexicalIndex
from index.passage import Passage, Retrieval
from index.query import traditional

DEPTH = 10
"""Passages retrieved for a question."""
MOST_ASPECTS = 3
SHORTEST_ASPECT = 5
LONGEST_MENTION = 40
QUESTION_MARKS = ("\uff1f", "?")
RIVAL = 0.93
"""Another agency's page speaks too when its score reaches this share of the best one's."""


class Searchable(Protocol):
    """What the pipeline needs of an index generation."""

    @property
    def lexical(self) -> LexicalIndex: ...

    def retrieve(self, query: str, today: date, k: int) -> Retrieval: ...


Lender = Callable[[], AbstractContextManager[Searchable]]


@dataclass(frozen=True, slots=True)
class Aspect:
    """One question of a message with what was found for it."""

    text: str
    draft: Draft
    confidence: float


class Pipeline:
    """Answers questions from whatever generation is current."""

    def __init__(self, lend: Lender, model: Model | None = None) -> None:
        self._lend, self._model = lend, model or shipped()

    def answer(self, question: Question) -> Answer:
        """One turn's answer; never raises for anything a citizen can write."""
        start = time.perf_counter()
        answer = self._screened(question) or self._looked_up(question)
        return replace(answer, elapsed_ms=round((time.perf_counter() - start) * 1000, 2))

    def _screened(self, question: Question) -> Answer | None:
        verdict = screen(question.text, question.history)
        if verdict is None:
            return None
        text = reply(verdict.reply or verdict.status)
        return Answer(verdict.status, text, 1.0, handoff=verdict.reason)

    def _looked_up(self, question: Question) -> Answer:
        with self._lend() as generation:
            today = question.now.astimezone(TAIPEI).date()
            found = self._found(traditional(question.text), today, generation)
        sure = [
            aspect
            for aspect in found
            if aspect.draft.statements and aspect.confidence >= self._model.threshold
        ]
        best = max((aspect.confidence for aspect in found), default=0.0)
        if not sure:
            status = AnswerStatus.UNANSWERABLE
            return Answer(status, reply(status), round(best, 4), handoff=HandoffReason.LOW_CONFIDENCE)
        return _answered(sure, [aspect.text for aspect in found if aspect not in sure])

    def _found(self, text: str, today: date, generation: Searchable) -> list[Aspect]:
        """The message as one aspect where one page answers it whole, else its questions one by one."""
        parts = aspects(text)
        whole = self._aspect(text, parts, today, generation)
        if len(parts) == 1:
            return [whole]
        found = [self._aspect(part, [part], today, generation) for part in parts]
        return [whole] if whole.confidence >= max(one.confidence for one in found) else found

    def _aspect(self, text: str, parts: list[str], today: date, generation: Searchable) -> Aspect:
        """What is found for a text; its `parts` are answered in turn from the pages found."""
        retrieval = generation.retrieve(text, today, DEPTH)
        weights = word_weights(text, generation.lexical)
        evidence = features(retrieval, weights)
        if evidence is None:
            return Aspect(text, Draft(()), 0.0)
        pages = [(best, generation.lexical.page(best.url)) for best in _speakers(retrieval, weights)]
        drafts = [compose(part, pages, word_weights(part, generation.lexical)) for part in parts]
        return Aspect(text, joined(drafts), self._model.probability(evidence))


def aspects(text: str) -> list[str]:
    """The questions of a message, at most three; a message of one question is one aspect."""
    parts = [part.strip() for part in re.split(r"(?<=[\uff1f?])|\n+", text)]
    asked = [part for part in parts if len(part) >= SHORTEST_ASPECT]
    return (
        asked
        if 1 < len(asked) <= MOST_ASPECTS and all(part.endswith(QUESTION_MARKS) for part in asked)
        else [text]
    )


def mention(text: str) -> str:
    """A citizen's words as the bot repeats them: one line, without addresses, in quotation marks, cut where they are long."""
    line = " ".join("".join(mark if mark.isprintable() else " " for mark in repeatable(text)).split())
    return f"「{line if len(line) <= LONGEST_MENTION else line[: LONGEST_MENTION - 1] + '…'}」"


def _speakers(retrieval: Retrieval, weights: Mapping[str, float]) -> list[Passage]:
    """The best passage, and the best one of another agency that comes close to it and covers as much."""
    best, *others = retrieval.passages
    covered = share(weights, best)
    close = (
        other
        for other in others
        if other.agency != best.agency
        and other.score >= RIVAL * best.score
        and share(weights, other) >= RIVAL * covered
    )
    return [best, *list(close)[:1]]


def _answered(sure: list[Aspect], missing: list[str]) -> Answer:
    draft = joined([aspect.draft for aspect in sure])
    status = AnswerStatus.PARTIAL if missing else AnswerStatus.ANSWERED
    text = reply(status, answer=wording(draft), missing="".join(map(mention, missing)))
    confidence = min(aspect.confidence for aspect in sure)
    return Answer(status, text, round(confidence, 4), citations(draft), agencies=draft.agencies)
