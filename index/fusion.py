"""Rank fusion: two lists of candidates into one order."""

from collections.abc import Mapping
from dataclasses import replace

from index.passage import Passage

DENSE_WEIGHT = 0.5
"""Weight of cosine similarity beside the lexical score divided by the best one; tuned in docs/benchmarks.md."""
UNSEEN_LEXICAL = 0.8
UNSEEN_DENSE = 0.9
"""A candidate that one list lacks gets this share of that list's lowest score."""


def fuse(
    lexical: Mapping[str, float], dense: Mapping[str, float], passages: Mapping[str, Passage]
) -> list[Passage]:
    """Passages best first, by lexical share plus weighted cosine; `why` holds both parts."""
    best = max(lexical.values(), default=0.0) or 1.0
    lexical_floor = UNSEEN_LEXICAL * min(lexical.values(), default=0.0)
    dense_floor = UNSEEN_DENSE * min(dense.values(), default=0.0)
    fused = []
    for id_, passage in passages.items():
        bm25, cosine = lexical.get(id_, lexical_floor), dense.get(id_, dense_floor)
        why = {
            "bm25": bm25,
            "cosine": cosine,
            "in_lexical": float(id_ in lexical),
            "in_dense": float(id_ in dense),
        }
        fused.append(replace(passage, score=bm25 / best + DENSE_WEIGHT * cosine, why=why))
    return sorted(fused, key=lambda passage: -passage.score)
