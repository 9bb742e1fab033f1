"""Answers in a language model's words, sentence by sentence; what fails is made up for by the extractive answer."""

import re
from collections.abc import Sequence

from pydantic import ValidationError

from bot.compose import Draft
from bot.llm.calls import Calls
from bot.llm.grounding import grounded
from bot.llm.items import Items
from bot.llm.prompt import to_compose
from bot.llm.replies import Composed, Said
from bot.llm.sources import Source, sources
from bot.llm.usage import Outcome
from bot.verify import Statement
from bot.wordsmith import Told

COMPLETE = re.compile(r'[^{]*\{\s*"complete"\s*:\s*true\s*,\s*"sentences"\s*:\s*\[')
"""Sentences are told early only where the model has said first that its sources are enough."""


def composed(question: str, draft: Draft, told: Told, calls: Calls) -> Draft:
    """The draft in the model's words, or as it is; what was told stays in either case."""
    given = sources([statement.passage for statement in draft.statements])
    if not given:
        return draft
    telling = _Telling(given, told)
    reply = calls.ask(to_compose(question, given), Composed, telling)
    if reply is None:
        return telling.made_up_for(draft)
    if not reply.complete:
        calls.usage.count(Outcome.REFUSED)
        return telling.made_up_for(draft)
    verified = grounded(reply.sentences, given)
    calls.usage.count(Outcome.USED if verified else Outcome.UNVERIFIED)
    telling.take(verified)
    is_whole = len(verified) == len(set(reply.sentences))
    return telling.so_far if is_whole and verified else telling.made_up_for(draft)


class _Telling:
    """The sentences that were verified and told while the reply was written."""

    def __init__(self, given: Sequence[Source], told: Told) -> None:
        self._given, self._told = given, told
        self._items = Items(COMPLETE)
        self._statements: tuple[Statement, ...] = ()

    @property
    def bound(self) -> bool:
        return bool(self._statements)

    def heard(self, text: str) -> None:
        for item in self._items.new(text):
            before = len(self._statements)
            self.take(grounded(_said(item), self._given))
            if len(self._statements) > before:
                self._told(self.so_far)

    def take(self, statements: Sequence[Statement]) -> None:
        """Add those that are new."""
        self._statements = tuple(dict.fromkeys([*self._statements, *statements]))

    @property
    def so_far(self) -> Draft:
        return Draft(self._statements)

    def made_up_for(self, draft: Draft) -> Draft:
        """What was verified, then those of the draft's lines that it does not rest on."""
        quoted = {statement.quote for statement in self._statements}
        missing = (one for one in draft.statements if one.quote not in quoted)
        return Draft((*self._statements, *missing))


def _said(item: object) -> list[Said]:
    try:
        return [Said.model_validate(item)]
    except ValidationError:
        return []
