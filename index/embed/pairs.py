"""Training pairs: texts that mean the same matter, from the pages themselves and from data given by others."""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.chunk import Chunk

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
