"""Whether a text states a fact, and how near a question's wording is to a page's."""

import re
from collections.abc import Iterable

HAN = re.compile(r"[\u4e00-\u9fff]+")
NO_DIGIT_BEFORE, NO_DIGIT_AFTER = r"(?<![\d,.])", r"(?![\d])"


def states(text: str, spellings: Iterable[str]) -> bool:
    """Whether any spelling of a fact stands in a text; a figure within a longer one does not count."""
    return any(_stands(spelling, text) for spelling in spellings)


def _stands(spelling: str, text: str) -> bool:
    before = NO_DIGIT_BEFORE if spelling[0].isdigit() else ""
    after = NO_DIGIT_AFTER if spelling[-1].isdigit() else ""
    return re.search(before + re.escape(spelling) + after, text) is not None


def shared(question: str, text: str) -> float:
    """The share of the question's pairs of neighbouring Han characters that stand in a text too, from 0 to 1."""
    asked = _pairs(question)
    return len(asked & _pairs(text)) / len(asked) if asked else 0.0


def _pairs(text: str) -> set[str]:
    return {run[index : index + 2] for run in HAN.findall(text) for index in range(len(run) - 1)}
