"""Retrieval over one generation: both indexes in turn, fused, cleaned of what must not be shown."""

import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from askcity.errors import AskcityError, IndexingError
from index.embed.choose import load_embedder
from index.embed.embedder import Embedder
from index.fold import drop_expired, falling, fold_duplicates, newest_first
from index.fusion import fuse
from index.generation import Generations, Lease, Manifest
from index.lexical import LexicalIndex
from index.passage import Rejected, Rejection, Retrieval
from index.query import traditional, weigh
from index.rerank import Reranker, load_reranker
from index.vectors import VectorStore

BREADTH = 50
"""Candidates taken from each index; more of them cost time and find nothing (docs/benchmarks.md)."""


@dataclass(frozen=True, slots=True)
class Generation:
    """One generation, open for reading."""

    manifest: Manifest
    lexical: LexicalIndex
    vectors: VectorStore
    embedder: Embedder
    lease: Lease
    reranker: Reranker | None = None

    def retrieve(self, query: str, today: date, k: int) -> Retrieval:
        """The `k` best passages for a query on the day `today`, with what was left out and why."""
        clock = _Clock()
        text = traditional(query)
        breadth = max(BREADTH, k)
        lexical = {passage.chunk_id: passage for passage in self.lexical.search(weigh(text), breadth)}
        clock.lap("lexical")
        dense = dict(
            self.vectors.search(self.embedder.encode_query(text), min(breadth, self.manifest.chunks))
        )
        clock.lap("dense")
        others = self.lexical.by_ids(id_ for id_ in dense if id_ not in lexical)
        fused = fuse({id_: passage.score for id_, passage in lexical.items()}, dense, lexical | others)
        current, expired = drop_expired(fused, today)
        ordered = newest_first(fold_duplicates(current))
        clock.lap("fuse")
        if self.reranker is not None:
            ordered = self.reranker.rerank(text, ordered)
            clock.lap("rerank")
        ordered = falling(ordered)
        cut = [Rejected(passage, Rejection.BELOW_CUT) for passage in ordered[k:]]
        rejected = (*expired, *cut)
        return Retrieval(query, tuple(ordered[:k]), rejected, clock.milliseconds, self.manifest.generation)

    def close(self) -> None:
        """Release files and memory."""
        self.vectors.close()
        self.lease.close()


def open_generation(
    data_dir: Path, chroma_url: str | None = None, reranker_model: str | None = None, name: str | None = None
) -> Generation:
    """Open a generation, by default the current one.

    Raises NoIndexError, ModelError, IndexingError where it is damaged, ConfigurationError without its Chroma server.
    """
    generations = Generations(data_dir)
    name = name or generations.current()
    folder, manifest = generations.folder(name), generations.manifest(name)
    reranker = load_reranker(reranker_model) if reranker_model else None
    lease = generations.lease(name)
    try:
        lexical = LexicalIndex(folder / "lexical")
        embedder = load_embedder(folder, manifest.embedding_model)
        vectors = VectorStore.open(folder / "vectors", name, chroma_url)
        return Generation(manifest, lexical, vectors, embedder, lease, reranker)
    except AskcityError:
        lease.close()
        raise
    except Exception as error:  # the libraries raise anything for a damaged file, Exception itself included
        lease.close()
        raise IndexingError(f"generation {name} is damaged ({error}); run `askcity index`") from error


class _Clock:
    """Milliseconds between laps."""

    def __init__(self) -> None:
        self.milliseconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self.milliseconds[step] = (now - self._last) * 1000
        self._last = now
