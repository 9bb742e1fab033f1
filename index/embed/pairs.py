"""Training pairs: texts that mean the same matter, from the pages themselves and from data given by others."""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.chunk import Chunk
from index.services.catalogue import Service
from index.services.linking import Titles

SENTENCE = re.compile(r"(?<=[。\uff01\uff1f\uff1b!?;])|\n+")
MARKUP = re.compile(r"\]\([^)]*\)|[#|*>\[`]+")
SHORTEST = 6


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that belong together; everything else in a batch counts as not belonging."""

    left: str
    right: str


def sentences(text: str) -> list[str]:
    """The sentences, list items and table rows of a Markdown text, without its markup."""
    plain = (MARKUP.sub(" ", part).strip() for part in SENTENCE.split(text))
    return [part for part in plain if len(part) >= SHORTEST]


def page_pairs(chunks: Sequence[Chunk], chance: random.Random, limit: int) -> list[Pair]:
    """Pairs from up to `limit` chunks: title and heading to a part of the text, one sentence to the rest."""
    chosen = chance.sample(chunks, limit) if len(chunks) > limit else chunks
    return [pair for chunk in chosen for pair in _of_chunk(chunk, chance)]


def group_pairs(groups: Iterable[Sequence[str]], chance: random.Random) -> list[Pair]:
    """Pairs within groups of texts that mean the same, the first of each being its name."""
    return [pair for group in groups for pair in _of_group(group, chance)]


def service_pairs(services: Iterable[Service], chunks: Sequence[Chunk], chance: random.Random) -> list[Pair]:
    """Pairs of how people ask for a service and a passage of a page whose title names it."""
    pages: dict[str, list[Chunk]] = {}
    for chunk in chunks:
        pages.setdefault(chunk.page_url, []).append(chunk)
    passages = list(pages.values())
    titles = Titles([page[0].title for page in passages])
    return [
        Pair(asked, chance.choice(passages[place]).searchable)
        for service in services
        for place in titles.about(service)
        for asked in (*service.words, *service.phrasings)
    ]


def _of_chunk(chunk: Chunk, chance: random.Random) -> Iterator[Pair]:
    parts = sentences(chunk.text)
    head = f"{chunk.title} {chunk.heading}".strip()
    if parts:
        yield Pair(head, " ".join(chance.sample(parts, min(len(parts), 3))))
    if len(parts) > 1:
        one = chance.randrange(len(parts))
        yield Pair(parts[one], " ".join([chunk.title, *parts[:one], *parts[one + 1 :]]))


def _of_group(group: Sequence[str], chance: random.Random) -> Iterator[Pair]:
    name, *others = group
    for other in others:
        yield Pair(other, name)
        yield Pair(other, chance.choice(others))
