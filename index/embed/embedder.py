"""What the index needs of an embedder."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into unit vectors, shape (texts, dimension).

    `fingerprint` names the model and its weights: vectors of different fingerprints are never compared.
    """

    @property
    def fingerprint(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def encode_documents(self, texts: Sequence[str]) -> Vectors: ...

    def encode_query(self, text: str) -> Vectors: ...

    def renews(self, fingerprint: str) -> bool:
        """Whether vectors of passages by an embedder of that fingerprint are of use."""
        ...

    def renewed(self, fingerprint: str, vectors: Vectors, texts: Sequence[str]) -> Vectors:
        """This embedder's vectors of passages from such ones, shape (texts, dimension)."""
        ...
