"""Building a generation: pages to chunks, to both indexes, checked before it is switched to."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import numpy as np
import structlog

from askcity.errors import IndexingError
from crawler.page import Page, PageKind
from index.check import check
from index.chunk import Chunk, chunk_page
from index.embed.choose import choose_embedder
from index.embed.embedder import Embedder, Vectors
from index.generation import TITLES, Generations, Manifest
from index.lexical import LexicalWriter
from index.services.catalogue import Catalogue
from index.services.matcher import SERVICES, ServiceMatcher
from index.vectors import VectorStore

log = structlog.get_logger(__name__)

ANSWERED_FROM = (PageKind.ARTICLE, PageKind.ATTACHMENT)
EMBED_BATCH = 2_000


class PageSource(Protocol):
    """Where the pages come from: the page store."""

    def live_pages(self) -> Iterable[Page]: ...

    def snapshot_digest(self) -> str: ...


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What a build depends on besides the pages. `site_names` are by site key; the catalogue teaches the `local` embedder."""

    data_dir: Path
    embedding_model: str = "local"
    chroma_url: str | None = None
    site_names: Mapping[str, str] = field(default_factory=dict)
    catalogue: Catalogue = field(default_factory=Catalogue)
    allow_shrink: bool = False
    progress: Callable[[str, float], None] = field(default=lambda _step, _share: None)


class Clock:
    """Seconds spent by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def time(self, step: str) -> Iterator[None]:
        """Time a block."""
        start = time.monotonic()
        yield
        self.seconds[step] = round(time.monotonic() - start, 3)


def build(source: PageSource, options: BuildOptions) -> Manifest:
    """Build, check and switch to a new generation. Raises IndexingError and leaves the current one as it is."""
    generations = Generations(options.data_dir)
    name = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    with generations.building(name) as workshop:
        manifest = _fill(workshop, name, source, options)
        generations.finish(workshop, manifest)  # still alone: nobody prunes it before it is current
    _drop_old_collections(generations, options)
    return manifest


def _fill(workshop: Path, name: str, source: PageSource, options: BuildOptions) -> Manifest:
    clock = Clock()
    snapshot = source.snapshot_digest()
    with clock.time("chunk"):
        pages, chunks = _write_lexical(workshop, source, options)
    with clock.time("train"):
        embedder, trained = choose_embedder(workshop, chunks, options)
    with clock.time("embed"):
        embedded, reused = _write_vectors(workshop, name, chunks, embedder, options)
        ServiceMatcher.encode(options.catalogue, embedder).save(
            workshop / SERVICES, options.catalogue, embedder
        )
    titles = sorted({chunk.title for chunk in chunks})
    (workshop / TITLES).write_text(json.dumps(titles, ensure_ascii=False), encoding="utf-8")
    manifest = Manifest(
        generation=name,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        pages=len(pages),
        chunks=len(chunks),
        sites=len(set(pages.values())),
        snapshot=snapshot,
        embedding_model=options.embedding_model,
        embedder=embedder.fingerprint,
        dimension=embedder.dimension,
        trained=trained,
        embedded=embedded,
        reused=reused,
        seconds=clock.seconds,
    )
    with clock.time("check"):
        check(workshop, manifest, chunks, embedder, options)
    return manifest


def _write_lexical(
    workshop: Path, source: PageSource, options: BuildOptions
) -> tuple[dict[str, str], list[Chunk]]:
    """Chunk all pages into the lexical index; returns site by page address, and the chunks."""
    writer = LexicalWriter(workshop / "lexical")
    pages: dict[str, str] = {}
    chunks: list[Chunk] = []
    for page in source.live_pages():
        if page.kind not in ANSWERED_FROM:
            continue
        pages[page.url] = page.site
        for chunk in chunk_page(page):
            writer.add(page, chunk, options.site_names.get(page.site, ""))
            chunks.append(chunk)
        if len(pages) % 500 == 0:
            options.progress("chunk", 0.0)
    if not chunks:
        raise IndexingError("the page store holds no page to answer from: run `askcity crawl` first")
    writer.close()
    return pages, chunks


def _write_vectors(
    workshop: Path, name: str, chunks: Sequence[Chunk], embedder: Embedder, options: BuildOptions
) -> tuple[int, int]:
    """Embed what is new, take over what is not; returns how many of each."""
    known = _earlier_vectors(chunks, embedder, options)
    owner = Generations(options.data_dir).installation()
    store = VectorStore.create(workshop / "vectors", name, options.chroma_url, owner)
    try:
        with ThreadPoolExecutor(1) as writer:  # storing one batch while the next one is encoded
            stored: Future[None] | None = None
            for start in range(0, len(chunks), EMBED_BATCH):
                batch = _encoded(chunks[start : start + EMBED_BATCH], embedder, known)
                if stored is not None:
                    stored.result()
                stored = writer.submit(store.add, *batch)
                options.progress("embed", min(1.0, (start + EMBED_BATCH) / len(chunks)))
            if stored is not None:
                stored.result()
    finally:
        store.close()
    return len(chunks) - len(known), len(known)


def _encoded(
    chunks: Sequence[Chunk], embedder: Embedder, known: dict[str, Vectors]
) -> tuple[list[str], Vectors]:
    """Ids and vectors of chunks: those that are known as they are, the others encoded."""
    fresh = [chunk for chunk in chunks if chunk.id not in known]
    encoded = iter(embedder.encode_documents([chunk.searchable for chunk in fresh]) if fresh else ())
    vectors = np.stack([known[chunk.id] if chunk.id in known else next(encoded) for chunk in chunks])
    if not np.isfinite(vectors).all():
        raise IndexingError(
            "the embedding model gives vectors that are not numbers: its weights are damaged; "
            "load it again, or set ASKCITY_EMBEDDING_MODEL to another one"
        )
    return [chunk.id for chunk in chunks], vectors


def _earlier_vectors(
    chunks: Sequence[Chunk], embedder: Embedder, options: BuildOptions
) -> dict[str, Vectors]:
    """Vectors of the current generation's chunks that are of use to the embedder, by chunk id."""
    generations = Generations(options.data_dir)
    if not generations.stamp():
        return {}
    try:
        current = generations.manifest(generations.current())
        if not embedder.renews(current.embedder):
            return {}
        store = VectorStore.open(
            generations.folder(current.generation) / "vectors", current.generation, options.chroma_url
        )
    except Exception as error:  # whatever a damaged file raises, everything is embedded anew
        log.warning("earlier_vectors_unusable", error=str(error))
        return {}
    try:
        stored = dict(store.vectors([chunk.id for chunk in chunks]))
    finally:
        store.close()
    kept = [chunk for chunk in chunks if chunk.id in stored]
    for start in range(0, len(kept), EMBED_BATCH):
        batch = kept[start : start + EMBED_BATCH]
        vectors = np.stack([stored[chunk.id] for chunk in batch])
        renewed = embedder.renewed(current.embedder, vectors, [chunk.searchable for chunk in batch])
        stored.update(zip((chunk.id for chunk in batch), renewed, strict=True))
    return stored


def _drop_old_collections(generations: Generations, options: BuildOptions) -> None:
    """On a Chroma server, collections of generations that are no longer kept go."""
    if options.chroma_url is None:
        return
    store = VectorStore.open(Path(), generations.current(), options.chroma_url)
    try:
        store.drop_all_but(generations.kept(), generations.installation())
    finally:
        store.close()
