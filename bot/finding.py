"""Looking one question up: the pages found, what could be said from them, and how sure that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from bot.compose import Draft, compose
from bot.confidence import Features, Model, features
from bot.reading import Asking
from index.lexical import LexicalIndex
from index.passage import Passage, Retrieval
from index.query import traditional
from index.ranking import share
from index.tokens import bigrams, tokens

DEPTH = 20
"""Passages retrieved for a question."""
RIVAL = 0.7
"""Another agency's page speaks too when its share of the trust reaches this part of the best one's."""
SAME_MATTER = 0.15
"""The same where its title says that it is about the same matter: a likeness of `ALIKE`."""
ALIKE = 0.25
GOES_ON = 0.7
"""How likely a question that goes on from another is answered by a page for that one."""
UNSEEN = 0.05
"""The share of the trust that a page counts as having where it was not among those found."""
MOST_BEFORE = 3
"""Pages found for the question before that are looked at although they were not found for this one."""
COVERS_TOO = 0.9
"""The same for the question's words that it has."""


class Searchable(Protocol):
    """What answering needs of an index generation."""

    @property
    def name(self) -> str: ...

    @property
    def titles(self) -> Sequence[str]: ...

    @property
    def lexical(self) -> LexicalIndex: ...

    def retrieve(self, query: str, today: date, k: int) -> Retrieval: ...


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page that was found: its best passage, and its passages' share of the trust, 0 to 1."""

    best: Passage
    share: float


@dataclass(frozen=True, slots=True)
class Finding:
    """One question with what was found for it; `confidence` is the probability that the draft is right."""

    asking: Asking
    pages: tuple[FoundPage, ...]
    draft: Draft
    features: Features | None
    confidence: float


def find(
    asking: Asking,
    parts: Sequence[str],
    day: date,
    generation: Searchable,
    model: Model,
    *,
    before: Sequence[FoundPage] = (),
) -> Finding:
    """Look a question up; its `parts` are answered in turn from the pages found. Pages expired on `day` are left out.

    `before` are the pages found for the question that this one goes on from.
    """
    retrieval = generation.retrieve(asking.query, day, DEPTH)
    pages = found_pages(retrieval)
    if before:
        pages = going_on(pages, before)
    if not pages:
        return Finding(asking, (), Draft(()), None, 0.0)
    words = generation.lexical.word_weights(traditional(asking.text))
    speakers = _speakers(pages, words)
    speaking = [(page.best, generation.lexical.page(page.best.url)) for page in speakers]
    drafts = [compose(part, speaking, generation.lexical.word_weights(traditional(part))) for part in parts]
    draft = Draft(tuple(dict.fromkeys(statement for one in drafts for statement in one.statements)))
    nearest = retrieval.services[0].similarity if retrieval.services else None
    evidence = features(asking.text, speakers, pages, words, draft, nearest=nearest)
    return Finding(asking, pages, draft, evidence, model.probability(evidence))


def going_on(pages: Sequence[FoundPage], before: Sequence[FoundPage]) -> tuple[FoundPage, ...]:
    """The pages for a question that goes on from one before, by what speaks for each of them in both."""
    found = {page.best.url: page for page in pages}
    earlier = {page.best.url: page.share for page in before}
    candidates = {page.best.url: page for page in before[:MOST_BEFORE]} | found
    trust = {
        url: (found[url].share if url in found else UNSEEN)
        * (GOES_ON * earlier.get(url, 0.0) + (1 - GOES_ON) * UNSEEN)
        for url in candidates
    }
    total = sum(trust.values()) or 1.0
    weighed = (replace(page, share=trust[url] / total) for url, page in candidates.items())
    return tuple(sorted(weighed, key=lambda page: -page.share))


def found_pages(retrieval: Retrieval) -> tuple[FoundPage, ...]:
    """The pages of a retrieval, best first."""
    pages: dict[str, list[Passage]] = {}
    for passage in retrieval.passages:
        pages.setdefault(passage.url, []).append(passage)
    found = (FoundPage(own[0], sum(one.score for one in own)) for own in pages.values())
    return tuple(sorted(found, key=lambda page: -page.share))


def _speakers(pages: Sequence[FoundPage], words: Mapping[str, float]) -> list[FoundPage]:
    """The best page, and the best one of another agency that comes close to it and covers as much of the question."""
    best, *others = pages
    covered = share(words, frozenset(tokens(best.best.searchable)))
    close = (
        other
        for other in others
        if other.best.agency != best.best.agency
        and other.share >= (SAME_MATTER if _alike(other, best) else RIVAL) * best.share
        and share(words, frozenset(tokens(other.best.searchable))) >= COVERS_TOO * covered
    )
    return [best, *list(close)[:1]]


def _alike(one: FoundPage, other: FoundPage) -> bool:
    left, right = bigrams(one.best.title), bigrams(other.best.title)
    return 2 * len(left & right) >= ALIKE * (len(left) + len(right))
