"""Extractive answers: the units that answer, from the best passages, grouped by agency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answer import Citation
from bot.guard import shown_title
from bot.select import select
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


def compose(
    question: str, speakers: Sequence[tuple[Passage, Sequence[Passage]]], weights: Mapping[str, float]
) -> Draft:
    """The verified statements on the question of pages, each given by its best passage and all its passages."""
    statements = [
        Statement(at.unit.text, at.unit.quote, at.passage, at.unit.stands_alone)
        for best, page in speakers
        for at in select(question, best, page, weights)
    ]
    return Draft(tuple(verified(statements)))


def joined(drafts: Sequence[Draft]) -> Draft:
    """Several drafts as one; what two of them say is said once."""
    return Draft(tuple(dict.fromkeys(statement for draft in drafts for statement in draft.statements)))


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
    alone = True
    for statement in statements:
        if lines and not alone and not statement.stands_alone and lines[-1].endswith(SENTENCE_ENDS):
            lines[-1] += statement.text
        else:
            lines.append(f"- {statement.text}" if statement.stands_alone else statement.text)
        alone = statement.stands_alone
    return lines


def _citation(statement: Statement) -> Citation:
    passage = statement.passage
    return Citation(
        passage.url,
        shown_title(passage.title, passage.url, passage.agency),
        passage.site,
        passage.agency,
        statement.quote,
        passage.page_digest,
        passage.fetched_at,
    )
