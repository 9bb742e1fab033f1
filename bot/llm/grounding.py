"""Whether a sentence that a language model wrote may be said: its source, its quote, its figures, its words."""

from collections.abc import Mapping, Sequence

from bot.guard import planted, without_foreign
from bot.llm.replies import Said
from bot.llm.sources import Source
from bot.verify import Statement, verified
from index.tokens import bigrams

OWN_WORDS = 0.5
"""Share of a sentence's bigrams that must stand in its source."""
NEGATIONS = frozenset("不未無免勿非")


def grounded(said: Sequence[Said], given: Sequence[Source]) -> list[Statement]:
    """The sentences that may be said, as statements with the quote as it stands on the page."""
    named = {source.token.strip("⟦⟧"): source for source in given}
    found = (_grounded(one, named) for one in said)
    return list(dict.fromkeys(statement for statement in found if statement is not None))


def _grounded(said: Said, named: Mapping[str, Source]) -> Statement | None:
    source = named.get(said.source.strip("⟦⟧ "))
    line = source.holding(said.quote.strip()) if source is not None and said.quote.strip() else None
    if source is None or line is None:
        return None
    text = said.text.strip()
    may_be_shown = text.isprintable() and not any(mark in text for mark in "⟦⟧")
    harmless = not planted(text, source.passage.url) and without_foreign(text, source.passage.url) == text
    if not (may_be_shown and harmless and _says_the_same(text, line.text, source)):
        return None
    if not verified([Statement(text, line.quote, source.with_only(line))]):
        return None
    return next(iter(verified([Statement(text, line.quote, source.passage)])), None)


def _says_the_same(text: str, line: str, source: Source) -> bool:
    """Whether a sentence keeps to its source's words and neither adds nor loses the quoted line's negation."""
    if bool(NEGATIONS & set(text)) != bool(NEGATIONS & set(line)):
        return False
    own = bigrams(text)
    return len(own & bigrams(f"{source.passage.title}\n{source.text}")) >= OWN_WORDS * max(len(own), 1)
