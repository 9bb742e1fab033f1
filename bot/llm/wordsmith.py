"""The language model as the pipeline's wordsmith."""

from collections.abc import Sequence

from bot.answer import Turn
from bot.compose import Draft
from bot.llm.calls import Calls
from bot.llm.composer import composed
from bot.llm.followup import rewritten
from bot.llm.model import Access
from bot.llm.summary import summarised
from bot.llm.translation import translated
from bot.llm.usage import Usage
from bot.wordsmith import Told, Written


class ModelWordsmith:
    """A `Wordsmith` that lets through only what it can check."""

    def __init__(self, access: Access, usage: Usage | None = None) -> None:
        self._calls = Calls(access, usage or Usage())

    def rewritten(self, question: str, history: Sequence[Turn]) -> str | None:
        """A follow-up as a question of its own, made of words that were said; None where that fails."""
        return rewritten(question, history, self._calls)

    def composed(self, question: str, draft: Draft, told: Told) -> Draft:
        """The draft in the model's words as far as its passages back them, else as it is."""
        return composed(question, draft, told, self._calls)

    def translated(self, text: str, locale: str, written: Written) -> str | None:
        """An answer in another language, line by line; lines that fail stay as they are, None where all do."""
        return translated(text, locale, written, self._calls)

    def summarised(self, talk: Sequence[Turn]) -> tuple[str, ...]:
        """A conversation in a few lines of what was said; empty where that fails."""
        return summarised(talk, self._calls)

    def close(self) -> None:
        """Break off the calls under way."""
        self._calls.close()
