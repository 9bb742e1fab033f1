"""Answers in the citizen's language: the model sees nothing but the verified answer, and each line of it is checked."""

import re
from collections.abc import Sequence

from bot.llm.calls import Calls
from bot.llm.faithful import faithful
from bot.llm.items import Items
from bot.llm.prompt import language, to_translate
from bot.llm.replies import Translated
from bot.llm.usage import Outcome
from bot.wordsmith import Written

LINES = re.compile(r'[^{]*\{\s*"lines"\s*:\s*\[')
FRAME = re.compile(r"(\s*-\s+|【)?(.*?)(】)?\s*")
"""A line's bullet or brackets, which are not the model's to write, and its words."""


def translated(text: str, locale: str, written: Written, calls: Calls) -> str | None:
    """The answer line by line; lines whose translation fails stay as they are, None where all do."""
    named = language(locale)
    if named is None:
        return None
    lines = _Lines(text, locale, written)
    reply = calls.ask(to_translate(lines.words, named), Translated, lines)
    if reply is not None:
        lines.take(reply.lines)
        calls.usage.count(Outcome.USED if lines.bound else Outcome.UNVERIFIED)
    return lines.text() if lines.bound else None


class _Lines:
    """The lines of an answer, of which more and more are translated."""

    def __init__(self, text: str, locale: str, written: Written) -> None:
        self._locale, self._written = locale, written
        self._items = Items(LINES)
        self._lines = text.split("\n")
        self._places = [place for place, line in enumerate(self._lines) if line.strip()]
        self._taken = 0
        self.words = [_framed(self._lines[place])[1] for place in self._places]
        self.bound = False

    def heard(self, text: str) -> None:
        """Take what is whole, and show as far as it goes."""
        before = self._taken
        self._take(list(self._items.new(text)))
        if self.bound and self._taken > before:
            self._written(self.text(self._places[self._taken - 1] + 1))

    def take(self, lines: Sequence[object]) -> None:
        """Take the lines of the whole reply that have not been taken yet."""
        self._take(lines[self._taken :])

    def text(self, until: int | None = None) -> str:
        """The lines up to one, translated where they were."""
        return "\n".join(self._lines[:until])

    def _take(self, lines: Sequence[object]) -> None:
        for line in lines[: len(self.words) - self._taken]:
            said, place = self.words[self._taken], self._places[self._taken]
            self._taken += 1
            if isinstance(line, str) and faithful(line.strip(), said, self._locale):
                before, _, after = _framed(self._lines[place])
                self._lines[place] = f"{before}{line.strip()}{after}"
                self.bound = True


def _framed(line: str) -> tuple[str, str, str]:
    found = FRAME.fullmatch(line)
    return (found[1] or "", found[2], found[3] or "") if found else ("", line, "")
