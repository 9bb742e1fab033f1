"""What is the same of a chunk for every question: its vector, and the services that it is about; kept once it was read."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.embed.embedder import Vectors
from index.services.matcher import About, ServiceMatcher
from index.vectors import VectorStore

MOST = 8_192
"""Chunks that are kept, at little more than a kilobyte each; what citizens ask about comes back all the time."""


@dataclass(frozen=True, slots=True)
class Chunks:
    """Chunks by row: vectors of shape (chunks, dimension), and what each is about."""

    ids: tuple[str, ...]
    vectors: Vectors
    about: About


class Nearby:
    """Reads chunks from the store, each once as long as there is room; safe to use from several threads."""

    def __init__(self, store: VectorStore, matcher: ServiceMatcher) -> None:
        self._store, self._matcher = store, matcher
        self._kept: dict[str, tuple[Vectors, NDArray[np.intp], Vectors]] = {}

    def chunks(self, ids: Sequence[str]) -> Chunks:
        """Those of the chunks that are in the store."""
        kept = self._kept
        missing = [id_ for id_ in ids if id_ not in kept]
        if missing:
            if len(kept) + len(missing) > MOST:
                kept = self._kept = {id_: kept[id_] for id_ in ids if id_ in kept}
            kept.update(self._read(missing))
        there = [(id_, *known) for id_ in ids if (known := kept.get(id_)) is not None]
        if not there:
            return Chunks((), np.zeros((0, 1), np.float32), self._matcher.about(np.zeros((0, 1), np.float32)))
        found, vectors, about, shares = zip(*there, strict=True)
        return Chunks(found, np.stack(vectors), About(np.stack(about), np.stack(shares)))

    def _read(self, ids: Sequence[str]) -> dict[str, tuple[Vectors, NDArray[np.intp], Vectors]]:
        pairs = list(self._store.vectors(ids))
        if not pairs:
            return {}
        about = self._matcher.about(np.stack([vector for _, vector in pairs]))
        rows = zip(pairs, about.services, about.shares, strict=True)
        # A row of its own each: a view would keep the whole batch alive.
        return {id_: (vector, services.copy(), shares.copy()) for (id_, vector), services, shares in rows}
