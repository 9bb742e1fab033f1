"""Models made elsewhere: any SentenceTransformer by name or local path."""

import os
from collections.abc import Sequence

import numpy as np

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
        except (OSError, ValueError, RuntimeError) as error:
            raise ModelError(f"ASKCITY_EMBEDDING_MODEL {name!r} cannot be loaded: {error}") from error
        dimension = self._model.get_embedding_dimension()
        if dimension is None:
            raise ModelError(
                f"ASKCITY_EMBEDDING_MODEL {name!r} is not an embedding model: it has no dimension"
            )
        self._name, self._dimension = name, int(dimension)

    @property
    def fingerprint(self) -> str:
        revision = getattr(self._model.model_card_data, "base_model_revision", None) or "unversioned"
        return f"{self._name}@{revision}/{self._dimension}"

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
