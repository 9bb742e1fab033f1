"""Retrieval over one generation: both indexes in turn, fused, cleaned of what must not be shown."""

import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from askcity.errors import AskcityError, IndexingError
from index.embed.choose import load_embedder
from index.embed.embedder import Embedder, Vectors
from index.fold import drop_expired, falling, fold_duplicates, newest_first
from index.generation import Generations, Lease, Manifest
from index.lexical import LexicalIndex
from index.nearby import Nearby
from index.passage import Passage, Rejected, Rejection, Retrieval
from index.query import traditional, weigh
from index.ranking import Evidence, Scores, evidence, rank
from index.rerank import Reranker, load_reranker
from index.services.catalogue import Catalogue
from index.services.everyday import EverydayWords
from index.services.matcher import SERVICES, Asked, ServiceMatch, ServiceMatcher, supported, widened
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
    matcher: ServiceMatcher
    everyday: EverydayWords
    nearby: Nearby
    titles: tuple[str, ...] = ()
    reranker: Reranker | None = None

    @property
    def name(self) -> str:
        """Which generation it is."""
        return self.manifest.generation

    def retrieve(self, query: str, today: date, k: int) -> Retrieval:
        """The `k` best passages for a query on the day `today`, with what was left out and why."""
        clock = _Clock()
        text = traditional(query)
        vector = self.embedder.encode_query(text)
        asked = self.matcher.asked(vector)
        clock.lap("understand")
        candidates, scores = self._candidates(text, asked, vector, max(BREADTH, k))
        clock.lap("find")
        current, expired = drop_expired(
            rank(text, self.lexical.word_weights(text), candidates, scores), today
        )
        ordered = newest_first(fold_duplicates(current))
        clock.lap("rank")
        if self.reranker is not None:
            ordered = self.reranker.rerank(text, ordered)
            clock.lap("rerank")
        ordered = falling(ordered)
        cut = [Rejected(passage, Rejection.BELOW_CUT) for passage in ordered[k:]]
        rejected = (*expired, *cut)
        generation = self.manifest.generation
        return Retrieval(query, tuple(ordered[:k]), rejected, clock.milliseconds, generation, asked.matches)

    def services_for(self, text: str) -> tuple[ServiceMatch, ...]:
        """The services that a text may be about, best first."""
        return self.matcher.asked(self.embedder.encode_query(traditional(text))).matches

    def candidates(self, query: str, today: date) -> list[tuple[Passage, Evidence]]:
        """The candidates for a query with the evidence that ranking weighs; for fitting it."""
        text = traditional(query)
        vector = self.embedder.encode_query(text)
        found, scores = self._candidates(text, self.matcher.asked(vector), vector, BREADTH)
        current, _ = drop_expired(found, today)
        evident = evidence(text, self.lexical.word_weights(text), current, scores)
        return list(zip(current, evident, strict=True))

    def _candidates(
        self, text: str, asked: Asked, vector: Vectors, breadth: int
    ) -> tuple[list[Passage], Scores]:
        """What either index finds for a citizen's own words or for the official names, each with all its scores."""
        own, wide = weigh(text), widened(asked.matches, self.everyday.official(text))
        dense = [id_ for id_, _ in self.vectors.search(vector, min(breadth, self.manifest.chunks))]
        found = {one.chunk_id: one for one in self.lexical.search(own, breadth)}
        more = {one.chunk_id: one for one in self.lexical.search(wide, breadth)}
        lexical = {id_: one.score for id_, one in found.items()}
        wider = {id_: one.score for id_, one in more.items()}
        passages = more | found
        passages |= self.lexical.by_ids(id_ for id_ in dense if id_ not in passages)
        lexical |= self.lexical.scores(own, passages.keys() - lexical.keys())
        wider |= self.lexical.scores(wide, passages.keys() - wider.keys())
        near = self.nearby.chunks(tuple(passages))
        cosines = dict(zip(near.ids, (near.vectors @ vector).tolist(), strict=True)) if near.ids else {}
        support = dict(zip(near.ids, supported(asked, near.about).tolist(), strict=True))
        return list(passages.values()), Scores(lexical, wider, cosines, support)

    def close(self) -> None:
        """Release files and memory."""
        self.vectors.close()
        self.lease.close()


def open_generation(
    data_dir: Path,
    chroma_url: str | None = None,
    reranker_model: str | None = None,
    name: str | None = None,
    catalogue: Catalogue | None = None,
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
        catalogue = catalogue or Catalogue()
        matcher = ServiceMatcher.load(folder / SERVICES, catalogue, embedder)
        everyday = EverydayWords(catalogue.words)
        near, titles = Nearby(vectors, matcher), generations.titles(name)
        return Generation(
            manifest, lexical, vectors, embedder, lease, matcher, everyday, near, titles, reranker
        )
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
