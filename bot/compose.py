"""Extractive answers: the units that answer, from the best passages, grouped by agency."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.answer import Citation
from bot.asking import asked_for
from bot.select import select
from bot.units import units
from bot.verify import Statement, verified
from index.passage import Passage

SENTENCE_ENDS = ("。", "\uff01", "\uff1f", "\uff1b", "!", "?", ";")


@dataclass(frozen=True, slots=True)
class Draft:
    """What could be said to one question: verified statements, best passage first."""

    statements: tuple[Statement, ...]

    @property
    def agencies(self) -> tuple[str, ...]:
        """The agencies whose pages are used, each once, in order."""
        return tuple(dict.fromkeys(statement.passage.agency for statement in self.statements))


def compose(question: str, passages: list[Passage], weights: Mapping[str, float]) -> Draft:
    """The verified statements that the passages make on the question."""
    kind = asked_for(question)
    statements = [
        Statement(unit.text, unit.quote, passage)
        for passage in passages
        for unit in select(passage, units(passage), weights, kind)
    ]
    return Draft(tuple(verified(statements)))


def wording(draft: Draft) -> str:
    """The statements as text, under their agency's name where several agencies speak."""
    parts = []
    for agency in draft.agencies:
        own = [statement for statement in draft.statements if statement.passage.agency == agency]
        lines = "\n".join(_lines(own))
        parts.append(f"【{agency}】\n{lines}" if len(draft.agencies) > 1 else lines)
    return "\n\n".join(parts)


def citations(draft: Draft) -> tuple[Citation, ...]:
    """One citation for each statement, in order, doubles left out."""
    return tuple(dict.fromkeys(_citation(statement) for statement in draft.statements))


def _lines(statements: list[Statement]) -> list[str]:
    """Sentences that follow each other on a page stay one paragraph; list items and rows stand alone."""
    lines: list[str] = []
    for statement in statements:
        runs_on = lines and lines[-1].endswith(SENTENCE_ENDS)
        if runs_on:
            lines[-1] += statement.text
        else:
            lines.append(statement.text)
    return lines


def _citation(statement: Statement) -> Citation:
    passage = statement.passage
    return Citation(
        passage.url,
        passage.title,
        passage.site,
        passage.agency,
        statement.quote,
        passage.page_digest,
        passage.fetched_at,
    )
