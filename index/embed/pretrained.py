"""Models made elsewhere: any SentenceTransformer by name or local path."""

import hashlib
import os
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from askcity.errors import ModelError
from index.embed.embedder import Vectors

BATCH = 32


class PretrainedEmbedder:
    """A sentence-transformers model; its own prompts for queries and documents are applied."""

    def __init__(self, name: str) -> None:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  (seconds to import)

        try:
            self._model = SentenceTransformer(name, device="cpu")
        except Exception as error:  # their loaders raise anything, Exception itself included
            raise ModelError(f"ASKCITY_EMBEDDING_MODEL {name!r} cannot be loaded: {error}") from error
        dimension = self._model.get_embedding_dimension()
        if dimension is None:
            raise ModelError(
                f"ASKCITY_EMBEDDING_MODEL {name!r} is not an embedding model: it has no dimension"
            )
        self._fingerprint, self._dimension = f"{name}@{_digest(self._model)}", int(dimension)

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    @property
    def dimension(self) -> int:
        return self._dimension

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, shape (texts, dimension)."""
        found = self._model.encode_document(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(found, np.float32)

    def encode_query(self, text: str) -> Vectors:
        """Unit vector of a query, shape (dimension,)."""
        found = self._model.encode_query([text], normalize_embeddings=True, show_progress_bar=False)
        first: Vectors = np.asarray(found, np.float32)[0]
        return first

    def renews(self, fingerprint: str) -> bool:
        """Whether the vectors are by the same model and weights."""
        return fingerprint == self._fingerprint

    def renewed(self, fingerprint: str, vectors: Vectors, texts: Sequence[str]) -> Vectors:
        """The same vectors."""
        return vectors


def _digest(model: Any) -> str:
    """A digest of the weights: another model under the same name is another model."""
    digest = hashlib.sha256()
    for name, weights in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(weights.detach().cpu().contiguous().flatten().view(torch.uint8).numpy().tobytes())
    return digest.hexdigest()[:16]
