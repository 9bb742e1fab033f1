"""The `local` embedder: a sentence-transformers model over characters and bigrams, small enough to train at index time."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit

from index.embed.embedder import Vectors
from index.tokens import tokens

UNKNOWN = "[UNK]"
WEIGHTS = "embedding.weight"
"""Name of the rows in the saved model."""


class LocalEmbedder:
    """Encodes texts with a trained (or loaded) bag of characters and bigrams.

    Encoding and loading need numpy only: torch and sentence-transformers would cost a service 370 MiB and seconds.
    """

    def __init__(self, ids: Mapping[str, int], rows: Vectors, fingerprint: str) -> None:
        self._ids = {token: number for token, number in ids.items() if token != UNKNOWN}
        self._unknown = ids[UNKNOWN]
        self._rows = rows
        self._fingerprint = fingerprint

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    @property
    def dimension(self) -> int:
        return int(self._rows.shape[1])

    @classmethod
    def from_weights(cls, vocabulary: Sequence[str], weights: Vectors) -> "LocalEmbedder":
        """An embedder from trained weights, shape (vocabulary, dimension); row i belongs to token i."""
        ids = {UNKNOWN: 0} | {token: number for number, token in enumerate(vocabulary, 1)}
        rows = np.zeros((len(vocabulary) + 1, weights.shape[1]), np.float32)
        rows[1:] = weights
        return cls(ids, rows, f"local-{hashlib.sha256(rows.data).hexdigest()[:16]}")

    @classmethod
    def load(cls, folder: Path) -> "LocalEmbedder":
        """The embedder that `save` wrote."""
        ids = Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab()
        rows = load_file(folder / "model.safetensors")[WEIGHTS]
        return cls(ids, rows, (folder / "fingerprint").read_text(encoding="utf-8"))

    def save(self, folder: Path) -> None:
        """Write the model as a sentence-transformers folder."""
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  (seconds to import)
        from sentence_transformers.sentence_transformer.modules import (  # noqa: PLC0415
            Normalize,
            StaticEmbedding,
        )

        tokenizer = Tokenizer(WordLevel({UNKNOWN: self._unknown} | self._ids, unk_token=UNKNOWN))
        tokenizer.pre_tokenizer = WhitespaceSplit()
        model = SentenceTransformer(
            modules=[StaticEmbedding(tokenizer, self._rows), Normalize()], device="cpu"
        )
        model.save(str(folder), create_model_card=False)
        (folder / "fingerprint").write_text(self._fingerprint, encoding="utf-8")

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, shape (texts, dimension); what the saved model's own `encode` gives, many times faster."""
        summed = np.zeros((len(texts), self.dimension), np.float32)
        for number, text in enumerate(texts):
            ids = [self._ids[token] for token in tokens(text) if token in self._ids]
            self._rows.take(ids or [self._unknown], axis=0).sum(axis=0, out=summed[number])
        vectors: Vectors = summed / np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-12)
        return vectors

    def encode_query(self, text: str) -> Vectors:
        """Unit vector of a query, shape (dimension,)."""
        first: Vectors = self.encode_documents([text])[0]
        return first

    def renews(self, fingerprint: str) -> bool:
        """Whether the vectors are by the same model and weights."""
        return fingerprint == self._fingerprint

    def renewed(self, fingerprint: str, vectors: Vectors, texts: Sequence[str]) -> Vectors:
        """The same vectors."""
        return vectors


os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
