"""What a language model is given to read: the lines of passages that may be quoted, under names that nobody can foresee."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.guard import planted, without_foreign
from bot.units import Unit, units
from index.passage import Passage

MARKS = str.maketrans("", "", "⟦⟧")


@dataclass(frozen=True, slots=True)
class Source:
    """A passage as the model sees it; `token` names it for one call."""

    token: str
    passage: Passage
    lines: tuple[Unit, ...]

    @property
    def text(self) -> str:
        """The lines as they are read."""
        return "\n".join(unmarked(line.text) for line in self.lines)

    def with_only(self, line: Unit) -> Passage:
        """The passage with nothing but a line and its heading: what is said on a quote is checked against it."""
        return replace(self.passage, text="\n".join((line.heading, line.quote, line.text)))

    def holding(self, quote: str) -> Unit | None:
        """The line that a quote stands in."""
        return next(
            (line for line in self.lines if quote in unmarked(line.text) or quote in line.quote), None
        )


def sources(passages: Sequence[Passage]) -> list[Source]:
    """Sources for the passages that have a line to quote, each passage once."""
    once = {passage.chunk_id: passage for passage in passages}.values()
    quotable = [(passage, _lines(passage)) for passage in once]
    call = secrets.token_hex(4)
    return [
        Source(f"⟦S{number}-{call}⟧", passage, lines)
        for number, (passage, lines) in enumerate((one for one in quotable if one[1]), 1)
    ]


def unmarked(text: str) -> str:
    """A text without the brackets that names of sources are written in."""
    return text.translate(MARKS)


def _lines(passage: Passage) -> tuple[Unit, ...]:
    safe = (unit for unit in units(passage) if not planted(unit.text, passage.url))
    shown = (replace(unit, text=without_foreign(unit.text, passage.url).strip()) for unit in safe)
    return tuple(unit for unit in shown if unit.text)
