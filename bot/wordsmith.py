"""Whoever puts things into words for the pipeline: a language model, or nobody, which is the extractive bot."""

from collections.abc import Callable, Sequence
from typing import Protocol

from bot.answer import Turn
from bot.compose import Draft

Told = Callable[[Draft], None]
"""Is told the verified statements so far, each time that there is one more."""
Written = Callable[[str], None]
"""Is told the text so far."""


class Wordsmith(Protocol):
    """Every method has an answer within its time, whatever becomes of the model behind it."""

    def rewritten(self, question: str, history: Sequence[Turn]) -> str | None:
        """A follow-up as a question of its own; None where that is left to the rules."""
        ...

    def composed(self, question: str, draft: Draft, told: Told) -> Draft:
        """What was found, put into words; every statement of it is verified, and those that were told are among them."""
        ...

    def translated(self, text: str, locale: str, written: Written) -> str | None:
        """An answer in the citizen's language; None where there is no translation of it."""
        ...


class Extractive:
    """Says what the pages say, as they say it."""

    def rewritten(self, question: str, history: Sequence[Turn]) -> str | None:
        """Leave it to the rules."""
        return None

    def composed(self, question: str, draft: Draft, told: Told) -> Draft:
        """The draft as it is."""
        return draft

    def translated(self, text: str, locale: str, written: Written) -> str | None:
        """No translation."""
        return None
