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
    statements = telling.with_rest(grounded(reply.sentences, given))
    calls.usage.count(Outcome.USED if statements else Outcome.UNVERIFIED)
    return Draft(statements) if statements else draft


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
            longer = self.with_rest(grounded(_said(item), self._given))
            if longer != self._statements:
                self._statements = longer
                self._told(Draft(longer))

    def with_rest(self, statements: Sequence[Statement]) -> tuple[Statement, ...]:
        """What was told, then the others."""
        return tuple(dict.fromkeys([*self._statements, *statements]))

    def made_up_for(self, draft: Draft) -> Draft:
        """What was told, then those of the draft's lines that it does not rest on."""
        quoted = {statement.quote for statement in self._statements}
        return Draft(self.with_rest([one for one in draft.statements if one.quote not in quoted]))


def _said(item: object) -> list[Said]:
    try:
        return [Said.model_validate(item)]
    except ValidationError:
        return []
