"""What is kept of chunks is what the store holds."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

import numpy as np
import pytest

from index import nearby
from index.embed.embedder import Vectors
from index.nearby import Nearby
from index.services.matcher import ServiceMatcher, supported
from index.vectors import VectorStore
from tests.index.test_services import CATALOGUE, Letters

TEXTS = ("生育津貼", "停車費", "路燈不亮")


class Store:
    """Three vectors; notes what is asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def vectors(self, ids: Sequence[str]) -> Iterator[tuple[str, Vectors]]:
        self.asked.append(tuple(ids))
        known = dict(zip(TEXTS, Letters().encode_documents(TEXTS), strict=True))
        yield from ((id_, known[id_]) for id_ in ids if id_ in known)


def test_a_chunk_is_read_once_and_is_the_same_afterwards() -> None:
    store, matcher = Store(), ServiceMatcher.encode(CATALOGUE, Letters())
    near = Nearby(cast(VectorStore, cast(Any, store)), matcher)
    near.chunks(TEXTS[:2])
    chunks = near.chunks((TEXTS[2], "missing", TEXTS[0]))
    assert store.asked == [TEXTS[:2], (TEXTS[2], "missing")]
    assert chunks.ids == (TEXTS[2], TEXTS[0])
    expected = Letters().encode_documents([TEXTS[2], TEXTS[0]])
    assert np.array_equal(chunks.vectors, expected)
    asked = matcher.asked(Letters().encode_query("生育津貼"))
    assert np.allclose(supported(asked, chunks.about), matcher.support(asked, expected))
    assert near.chunks(("missing",)).ids == ()


def test_no_more_is_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearby, "MOST", 2)
    store = Store()
    near = Nearby(cast(VectorStore, cast(Any, store)), ServiceMatcher.encode(CATALOGUE, Letters()))
    near.chunks(TEXTS[:2])
    assert near.chunks(TEXTS[1:]).ids == TEXTS[1:]
    near.chunks(TEXTS[:1])
    assert store.asked == [TEXTS[:2], TEXTS[2:], TEXTS[:1]]
