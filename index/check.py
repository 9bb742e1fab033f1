"""The self-check of a freshly built generation: nothing that fails it is ever switched to."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from askcity.errors import AskcityError, SelfCheckError
from index.chunk import Chunk
from index.embed.embedder import Embedder
from index.generation import Generations, Manifest
from index.lexical import LexicalIndex
from index.tokens import tokens
from index.vectors import VectorStore

SMALLEST_SHARE = 0.9
"""A generation with fewer chunks than this share of the current one is refused."""
CANARIES = 20
CANARY_DEPTH = 20
CANARY_SHARE = 0.8
"""Share of canary queries (a chunk's own text) that must find their chunk, in each index."""


class Options(Protocol):
    """What the check depends on."""

    @property
    def data_dir(self) -> Path: ...

    @property
    def chroma_url(self) -> str | None: ...

    @property
    def allow_shrink(self) -> bool: ...


def check(
    workshop: Path, manifest: Manifest, chunks: Sequence[Chunk], embedder: Embedder, options: Options
) -> None:
    """Raise SelfCheckError unless the generation in `workshop` is fit to serve."""
    if not options.allow_shrink:
        _check_size(manifest, options)
    lexical = LexicalIndex(workshop / "lexical")
    vectors = VectorStore.open(workshop / "vectors", manifest.generation, options.chroma_url)
    try:
        if not len(lexical) == len(vectors) == manifest.chunks:
            raise SelfCheckError(
                f"the new index is incomplete: {manifest.chunks} chunks, {len(lexical)} in the lexical index, "
                f"{len(vectors)} in the vector index; the current one stays"
            )
        sample = chunks[:: max(1, len(chunks) // CANARIES)][:CANARIES]
        _check_canaries(
            "lexical",
            sample,
            lambda chunk: [
                passage.text
                for passage in lexical.search(dict.fromkeys(tokens(chunk.searchable), 1.0), CANARY_DEPTH)
            ],
        )
        _check_canaries(
            "vector",
            sample,
            lambda chunk: [
                passage.text
                for passage in lexical.by_ids(
                    id_
                    for id_, _ in vectors.search(
                        embedder.encode_documents([chunk.searchable])[0], CANARY_DEPTH
                    )
                ).values()
            ],
        )
    finally:
        vectors.close()


def _check_size(manifest: Manifest, options: Options) -> None:
    generations = Generations(options.data_dir)
    if not generations.stamp():
        return
    try:
        current = generations.manifest(generations.current())
    except AskcityError:
        return
    if manifest.chunks < SMALLEST_SHARE * current.chunks:
        raise SelfCheckError(
            f"the new index would hold {manifest.chunks} chunks, the current one holds {current.chunks}: refused; "
            "look at `askcity status`, or repeat with --allow-shrink if so many pages are meant to be gone"
        )


def _check_canaries(name: str, sample: Sequence[Chunk], found: Callable[[Chunk], list[str]]) -> None:
    hits = sum(chunk.text in found(chunk) for chunk in sample)
    if hits < CANARY_SHARE * len(sample):
        raise SelfCheckError(
            f"the new {name} index finds only {hits} of {len(sample)} canaries; the current one stays"
        )
