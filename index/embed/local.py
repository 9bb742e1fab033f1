"""The `local` embedder: a sentence-transformers model over characters and bigrams, small enough to train at index time."""

import hashlib
import os
from collections.abc import Sequence
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit

from index.embed.embedder import Vectors
from index.tokens import tokens

UNKNOWN = "[UNK]"
BATCH = 512


class LocalEmbedder:
    """Encodes texts with a trained (or loaded) bag of characters and bigrams."""

    def __init__(self, model: SentenceTransformer, fingerprint: str) -> None:
        self._model = model
        static: Any = model[0]
        self._ids: dict[str, int] = static.tokenizer.get_vocab()
        self._unknown = self._ids.pop(UNKNOWN)
        self._rows: torch.Tensor = static.embedding.weight.detach()
        self._fingerprint = fingerprint
        self._dimension = int(model.get_embedding_dimension() or 0)

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    @property
    def dimension(self) -> int:
        return self._dimension

    @classmethod
    def from_weights(cls, vocabulary: Sequence[str], weights: Vectors) -> "LocalEmbedder":
        """An embedder from trained weights, shape (vocabulary, dimension); row i belongs to token i."""
        ids = {UNKNOWN: 0} | {token: number for number, token in enumerate(vocabulary, 1)}
        tokenizer = Tokenizer(WordLevel(ids, unk_token=UNKNOWN))
        tokenizer.pre_tokenizer = WhitespaceSplit()
        rows = np.zeros((len(vocabulary) + 1, weights.shape[1]), np.float32)
        rows[1:] = weights
        model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, rows), Normalize()], device="cpu")
        return cls(model, f"local-{hashlib.sha256(rows.data).hexdigest()[:16]}")

    @classmethod
    def load(cls, folder: Path) -> "LocalEmbedder":
        """The embedder that `save` wrote."""
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        return cls(model, (folder / "fingerprint").read_text(encoding="utf-8"))

    def save(self, folder: Path) -> None:
        """Write the model as a sentence-transformers folder."""
        self._model.save(str(folder), create_model_card=False)
        (folder / "fingerprint").write_text(self._fingerprint, encoding="utf-8")

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, shape (texts, dimension); what the saved model's own `encode` gives, many times faster."""
        parts = [self._encoded(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
        return np.concatenate(parts) if parts else np.zeros((0, self._dimension), np.float32)

    def encode_query(self, text: str) -> Vectors:
        """Unit vector of a query, shape (dimension,)."""
        first: Vectors = self.encode_documents([text])[0]
        return first

    def _encoded(self, texts: Sequence[str]) -> Vectors:
        found = [[self._ids[token] for token in tokens(text) if token in self._ids] for text in texts]
        bags = [ids or [self._unknown] for ids in found]
        flat = torch.tensor(list(chain.from_iterable(bags)))
        offsets = torch.tensor([0, *accumulate(map(len, bags[:-1]))])
        summed = torch.nn.functional.embedding_bag(flat, self._rows, offsets, mode="sum")
        vectors: Vectors = torch.nn.functional.normalize(summed, dim=1).numpy()
        return vectors


os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
