"""Answers in a language model's words; on any failure the extractive answer, at once."""

import threading
import time
from collections.abc import Sequence
from typing import TypeVar

import structlog
from pydantic import BaseModel

from bot.answer import Turn
from bot.compose import Draft
from bot.guard import repeatable
from bot.llm.grounding import grounded
from bot.llm.model import Access, ChatModel, may_be_asked_plainly
from bot.llm.prompt import Messages, to_compose, to_rewrite
from bot.llm.replies import Composed, Rewritten, parsed
from bot.llm.sources import sources
from bot.llm.usage import Outcome, Usage
from index.tokens import bigrams, fold

SAID = 0.7
"""Share of a rewritten question's bigrams that must have been said; others arise where words meet anew."""

log = structlog.get_logger(__name__)
Form = TypeVar("Form", bound=BaseModel)


class ModelComposer:
    """A `Composer` that asks a language model and lets through only what the draft's passages back."""

    def __init__(self, access: Access, usage: Usage | None = None) -> None:
        self._usage, self._seconds = usage or Usage(), access.timeout
        self._model = ChatModel(access, self._usage)
        self._free = threading.BoundedSemaphore(access.concurrency)

    def __call__(self, question: str, draft: Draft) -> Draft:
        """The draft in the model's words, or as it is."""
        given = sources([statement.passage for statement in draft.statements])
        reply = self._asked(to_compose(question, given), Composed) if given else None
        if reply is None:
            return draft
        if not reply.complete:
            self._usage.count(Outcome.REFUSED)
            return draft
        statements = grounded(reply.sentences, given)
        self._usage.count(Outcome.USED if statements else Outcome.UNVERIFIED)
        return Draft(tuple(statements)) if statements else draft

    def rewrite_followup(self, question: str, history: Sequence[Turn]) -> str | None:
        """A follow-up as a question of its own, made of words that were said; None where that fails."""
        reply = self._asked(to_rewrite(question, history), Rewritten) if history else None
        if reply is None:
            return None
        text = reply.question.strip()
        said = "\n".join([question, *(turn.text for turn in history)])
        usable = text.isprintable() and repeatable(text) == text and _made_of(text, said)
        self._usage.count(Outcome.USED if usable else Outcome.UNVERIFIED)
        return text if usable else None

    def close(self) -> None:
        """Break off the calls under way."""
        self._model.close()

    def _asked(self, messages: Messages, form: type[Form]) -> Form | None:
        if not self._free.acquire(blocking=False):
            self._usage.count(Outcome.BUSY)
            return None
        try:
            return self._tried(messages, form)
        except TimeoutError:
            self._usage.count(Outcome.TIMEOUT)
        except (
            Exception
        ) as error:  # whatever a provider's client raises, the citizen gets the extractive answer
            failed = Outcome.UNUSABLE if may_be_asked_plainly(error) else Outcome.ERROR
            self._usage.count(failed)
            log.warning("llm.failed", error=type(error).__name__)
        finally:
            self._free.release()
        return None

    def _tried(self, messages: Messages, form: type[Form]) -> Form:
        """Ask in JSON mode, then once plainly, both within the time of one."""
        until = time.monotonic() + self._seconds
        try:
            return parsed(self._model.begin(messages, self._seconds, as_json=True).result(), form)
        except Exception as error:
            if not may_be_asked_plainly(error):
                raise
        left = max(0.0, until - time.monotonic())
        return parsed(self._model.begin(messages, left, as_json=False).result(), form)


def _made_of(text: str, said: str) -> bool:
    own = bigrams(text)
    known = set(fold(said))
    familiar = all(mark in known or not mark.isalnum() for mark in fold(text))
    return familiar and len(own & bigrams(said)) >= SAID * len(own)
