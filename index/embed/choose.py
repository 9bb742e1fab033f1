"""Which embedder a build uses: the local one of the current generation or a newly trained one, with a named model beside it."""

import hashlib
import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import structlog

from index.chunk import Chunk
from index.embed.embedder import Embedder, Vectors
from index.embed.joined import JoinedEmbedder, earlier_middle, middle_of
from index.embed.local import LocalEmbedder
from index.embed.pairs import group_pairs, page_pairs, service_pairs
from index.generation import Generations
from index.services.catalogue import Catalogue

log = structlog.get_logger(__name__)

LOCAL = "local"
RETRAIN_SHARE = 0.2
"""Share of chunks unknown to the local embedder from which it is trained anew."""
TRAINING_CHUNKS = 20_000
COUNTED_CHUNKS = 40_000
"""From how many chunks the vocabulary and its idf are counted at most."""

ROUNDS = 3
"""How many different pairs are drawn from each chunk."""
EMBEDDER = "embedder"
TRAINED_ON = "trained_on"


class Options(Protocol):
    """What choosing an embedder depends on."""

    @property
    def data_dir(self) -> Path: ...

    @property
    def embedding_model(self) -> str: ...

    @property
    def catalogue(self) -> Catalogue: ...

    @property
    def progress(self) -> Callable[[str, float], None]: ...


def choose_embedder(workshop: Path, chunks: Sequence[Chunk], options: Options) -> tuple[Embedder, bool]:
    """The embedder of a build, saved into its folder, and whether one was trained for it."""
    named = (
        None if options.embedding_model == LOCAL else _named(options.embedding_model)
    )  # first: it may be refused
    local, trained = _local(workshop, chunks, options)
    if named is None:
        return local, trained
    middle = _earlier_middle(named, options)
    if middle is None:
        middle = middle_of(named, [chunk.searchable for chunk in chunks])
    joined = JoinedEmbedder(local, named, middle)
    joined.save(workshop / EMBEDDER)
    return joined, trained


def load_embedder(folder: Path, model: str) -> Embedder:
    """The embedder that a generation in `folder` was built with."""
    local = LocalEmbedder.load(folder / EMBEDDER)
    return local if model == LOCAL else JoinedEmbedder.load(folder / EMBEDDER, local, _named(model))


def _earlier_middle(named: Embedder, options: Options) -> Vectors | None:
    """The current generation's centre, so that vectors can be taken over even where the local embedder is trained anew."""
    generations = Generations(options.data_dir)
    if not generations.stamp():
        return None
    return earlier_middle(generations.folder(generations.current()) / EMBEDDER, named)


def _named(model: str) -> Embedder:
    from index.embed.pretrained import PretrainedEmbedder  # noqa: PLC0415  (seconds to import)

    return PretrainedEmbedder(model)


def _local(workshop: Path, chunks: Sequence[Chunk], options: Options) -> tuple[LocalEmbedder, bool]:
    earlier = _earlier(workshop, chunks, options)
    if earlier is not None:
        return earlier, False
    embedder = _trained(chunks, options)
    embedder.save(workshop / EMBEDDER)
    trained_on = [_catalogue_digest(options.catalogue), *(chunk.id for chunk in chunks)]
    (workshop / EMBEDDER / TRAINED_ON).write_text("\n".join(trained_on), encoding="utf-8")
    return embedder, True


def _earlier(workshop: Path, chunks: Sequence[Chunk], options: Options) -> LocalEmbedder | None:
    """The current generation's local embedder, copied over, where it still knows the city well enough."""
    generations = Generations(options.data_dir)
    if not generations.stamp():
        return None
    try:
        folder = generations.folder(generations.current()) / EMBEDDER
        taught, *known = (folder / TRAINED_ON).read_text(encoding="utf-8").splitlines()
        unknown = sum(chunk.id not in seen for chunk in chunks) if (seen := frozenset(known)) else len(chunks)
        if taught != _catalogue_digest(options.catalogue) or unknown > RETRAIN_SHARE * len(chunks):
            return None
        shutil.copytree(folder, workshop / EMBEDDER)
        return LocalEmbedder.load(workshop / EMBEDDER)
    except (
        Exception
    ) as error:  # whatever a damaged file raises (tokenizers raises Exception itself), it is trained anew
        log.warning("earlier_embedder_unusable", error=str(error))
        shutil.rmtree(workshop / EMBEDDER, ignore_errors=True)
        return None


def _catalogue_digest(catalogue: Catalogue) -> str:
    return hashlib.sha256(repr(catalogue).encode()).hexdigest()


def _trained(chunks: Sequence[Chunk], options: Options) -> LocalEmbedder:
    from index.embed.train import Recipe, train  # noqa: PLC0415  (seconds to import)

    chance = random.Random(Recipe().seed)  # noqa: S311  (training order, not security)
    pairs = [pair for _ in range(ROUNDS) for pair in page_pairs(chunks, chance, TRAINING_CHUNKS)]
    pairs += group_pairs(options.catalogue.groups, chance)
    pairs += service_pairs(options.catalogue.services, chunks, chance)
    counted = chance.sample(chunks, COUNTED_CHUNKS) if len(chunks) > COUNTED_CHUNKS else chunks
    return train(
        [chunk.searchable for chunk in counted],
        pairs,
        Recipe(),
        lambda share: options.progress("train", share),
    )
