"""A named model beside the local embedder: one knows the language, the other the city; together they find more than either.

A joined vector holds both vectors side by side, so that its cosine is the weighted mean of theirs. The named model's are
centred first: the cosines of many models all lie within a narrow band, and would hardly count beside the local ones.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from askcity.errors import ModelError
from index.embed.embedder import Embedder, Vectors
from index.embed.local import LocalEmbedder

SHARE = 0.7
"""Weight of the named model's cosine; measured in docs/benchmarks.md."""
LOCAL_SCALE, NAMED_SCALE = np.float32((1 - SHARE) ** 0.5), np.float32(SHARE**0.5)
SAMPLE = 256
"""Passages whose mean is the centre."""
ALIKE = 1e-4
"""Distance from the centre below which a vector says nothing."""
CENTRE = "centre.npy"
MODEL = "named_model"


class JoinedEmbedder:
    """The local embedder's and a named model's unit vectors, weighed and side by side; `middle` has shape (named dimension,)."""

    def __init__(self, local: LocalEmbedder, named: Embedder, middle: Vectors) -> None:
        self._local, self._named, self._middle = local, named, middle
        self._half = f"{named.fingerprint}#{hashlib.sha256(middle.tobytes()).hexdigest()[:16]}"

    @property
    def fingerprint(self) -> str:
        return f"{self._local.fingerprint}+{self._half}"

    @property
    def dimension(self) -> int:
        return self._local.dimension + self._named.dimension

    @classmethod
    def load(cls, folder: Path, local: LocalEmbedder, named: Embedder) -> "JoinedEmbedder":
        """What `save` wrote. Raises ModelError where the named model is not the one of then."""
        middle = earlier_middle(folder, named)
        if middle is None:
            raise ModelError(
                "the model named by ASKCITY_EMBEDDING_MODEL is not the one that the index was built with: "
                "run `askcity index`, or put the model back"
            )
        return cls(local, named, middle)

    def save(self, folder: Path) -> None:
        """Write the centre and which model it belongs to; the local embedder saves itself."""
        np.save(folder / CENTRE, self._middle)
        (folder / MODEL).write_text(self._named.fingerprint, encoding="utf-8")

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, shape (texts, dimension)."""
        return self._beside(self._local.encode_documents(texts), self._named.encode_documents(texts))

    def encode_query(self, text: str) -> Vectors:
        """Unit vector of a query, shape (dimension,)."""
        first: Vectors = self._beside(
            self._local.encode_query(text)[None, :], self._named.encode_query(text)[None, :]
        )[0]
        return first

    def renews(self, fingerprint: str) -> bool:
        """Whether the vectors are by the same named model, whatever the local embedder was."""
        return fingerprint.partition("+")[2] == self._half

    def renewed(self, fingerprint: str, vectors: Vectors, texts: Sequence[str]) -> Vectors:
        """The vectors, with the local half encoded anew where the local embedder is another one."""
        if fingerprint == self.fingerprint:
            return vectors
        local = self._local.encode_documents(texts) * LOCAL_SCALE
        return np.concatenate([local, vectors[:, -self._named.dimension :]], axis=1)

    def _beside(self, local: Vectors, named: Vectors) -> Vectors:
        return np.concatenate([local * LOCAL_SCALE, _unit(named - self._middle) * NAMED_SCALE], axis=1)


def middle_of(named: Embedder, texts: Sequence[str]) -> Vectors:
    """The mean of a sample of passages' vectors, shape (dimension,). Raises ModelError where they are all the same."""
    vectors = named.encode_documents(texts[:: max(1, len(texts) // SAMPLE)][:SAMPLE])
    mean: Vectors = vectors.mean(axis=0)
    if len(set(texts)) > 1 and np.linalg.norm(vectors - mean, axis=1).max() < ALIKE:
        raise ModelError(
            f"ASKCITY_EMBEDDING_MODEL gives every text the same vector ({named.fingerprint}): it is damaged or no "
            "embedding model; load it again or name another one"
        )
    return mean


def earlier_middle(folder: Path, named: Embedder) -> Vectors | None:
    """The centre that was saved in a folder, if it is of this very model."""
    try:
        if (folder / MODEL).read_text(encoding="utf-8") != named.fingerprint:
            return None
        found: Vectors = np.load(folder / CENTRE)
    except (OSError, ValueError):
        return None
    return found


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), ALIKE)
    return unit
