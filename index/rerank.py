"""An optional CrossEncoder that reads question and passage together."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

from askcity.errors import ModelError
from index.passage import Passage

DEPTH = 20
"""How many of the first passages are read again."""


class Reranker(Protocol):
    """Puts passages into a better order."""

    def rerank(self, query: str, passages: Sequence[Passage]) -> list[Passage]: ...


class CrossEncoderReranker:
    """A sentence-transformers CrossEncoder by name or local path."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import CrossEncoder  # noqa: PLC0415  (seconds to import)

        try:
            self._model = CrossEncoder(name, device="cpu")
        except Exception as error:  # their loaders raise anything, Exception itself included
            raise ModelError(f"ASKCITY_RERANKER_MODEL {name!r} cannot be loaded: {error}") from error
        if self._model.num_labels != 1:
            raise ModelError(
                f"ASKCITY_RERANKER_MODEL {name!r} gives {self._model.num_labels} scores for a passage; a reranker gives one"
            )

    def rerank(self, query: str, passages: Sequence[Passage]) -> list[Passage]:
        """The first `DEPTH` passages by the model's score, then the others as they were."""
        head, tail = list(passages[:DEPTH]), list(passages[DEPTH:])
        if not head:
            return tail
        scores = self._model.predict(
            [(query, passage.searchable) for passage in head], show_progress_bar=False
        )
        scored = [
            replace(passage, why={**passage.why, "reranker": float(score)})
            for passage, score in zip(head, scores, strict=True)
        ]
        return sorted(scored, key=lambda passage: -passage.why["reranker"]) + tail


@lru_cache(maxsize=1)
def load_reranker(name: str) -> Reranker:
    """The reranker of that name, loaded once however many generations come and go. Raises ModelError."""
    return CrossEncoderReranker(name)
