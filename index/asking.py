"""What kind of answer is asked for, and what such an answer looks like; the patterns are data (`asking.toml`)."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.tokens import fold
from index.wondering import points


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A kind of answer: how it is asked for, how it looks in text, and under which headings it stands."""

    key: str
    point: str
    """The point of a matter that it answers (`index.wondering`)."""
    asked: re.Pattern[str] | None
    found: re.Pattern[str]
    headings: tuple[str, ...]

    @property
    def is_rule(self) -> bool:
        """Whether it is what one may or must, which most sentences of the city say in some way."""
        return self.point == "whether"

    def in_text(self, text: str) -> bool:
        """Whether a text holds this kind of answer."""
        return self.found.search(text) is not None

    def in_heading(self, heading: str) -> bool:
        """Whether a heading announces this kind of answer."""
        return any(word in heading for word in self.headings)


def asked_for(question: str) -> AskedFor | None:
    """The kind of answer that a question asks for, None where it does not say."""
    folded = fold(question)
    return next((kind for kind in _kinds() if kind.asked is not None and kind.asked.search(folded)), None)


def all_asked_for(question: str) -> tuple[AskedFor, ...]:
    """All kinds of answers that a question asks for in any way, one row of the data each."""
    folded, wondered = fold(question), points(question)
    return tuple(
        kind
        for kind in _kinds()
        if kind.point in wondered or (kind.asked is not None and kind.asked.search(folded))
    )


@cache
def _kinds() -> tuple[AskedFor, ...]:
    document = tomllib.loads((Path(__file__).parent / "asking.toml").read_text(encoding="utf-8"))
    return tuple(
        AskedFor(
            kind["key"],
            kind["point"],
            re.compile("|".join(fold(pattern) for pattern in kind["asked"])) if kind["asked"] else None,
            re.compile(kind["found"]),
            tuple(kind["headings"]),
        )
        for kind in document["kind"]
    )
