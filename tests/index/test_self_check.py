"""The self-check: a generation that lost pages, or that does not find its own passages, is never switched to."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from askcity.errors import ModelError, SelfCheckError
from crawler.page import Page
from index.check import check
from index.chunk import Chunk, chunk_page
from index.embed.local import LocalEmbedder
from index.embed.train import Recipe, train
from index.generation import Manifest
from index.lexical import LexicalWriter
from index.vectors import VectorStore
from tests.index.models import sentence_transformer
from tests.index.town import Town, matters, page, streets

COUNT = 60
PAGES = streets(COUNT)
CHUNKS = [chunk for each in PAGES for chunk in chunk_page(each)]
NAME = "20260101T000000000000Z"


@pytest.fixture(scope="module")
def embedder() -> LocalEmbedder:
    return train([chunk.searchable for chunk in CHUNKS], [], Recipe(dimension=64), lambda _share: None)


def workshop(folder: Path, lexical: Sequence[Chunk], dense: Sequence[tuple[Chunk, Chunk]]) -> Path:
    """A generation's folder: chunks of the lexical index, and in the dense one the first's id with the second's text."""
    writer = LexicalWriter(folder / "lexical")
    by_url: dict[str, Page] = {each.url: each for each in PAGES}
    for chunk in lexical:
        writer.add(by_url[chunk.page_url], chunk)
    writer.close()
    embedder = train([chunk.searchable for chunk in CHUNKS], [], Recipe(dimension=64), lambda _share: None)
    store = VectorStore.create(folder / "vectors", NAME, None, "here")
    ids, texts = [chunk.id for chunk, _ in dense], [chunk.searchable for _, chunk in dense]
    store.add(ids, embedder.encode_documents(texts))
    store.close()
    return folder


def manifest(chunks: int = COUNT) -> Manifest:
    return Manifest(
        NAME, "2026-01-01T00:00:00+00:00", COUNT, chunks, 1, "", "local", "", 64, True, COUNT, 0, {}
    )


def each_with_itself(chunks: Sequence[Chunk]) -> list[tuple[Chunk, Chunk]]:
    return list(zip(chunks, chunks, strict=True))


def test_a_generation_that_is_whole_passes(town: Town, tmp_path: Path, embedder: LocalEmbedder) -> None:
    check(workshop(tmp_path, CHUNKS, each_with_itself(CHUNKS)), manifest(), CHUNKS, embedder, town.options())


def test_a_lexical_index_that_lacks_one_chunk_is_refused(
    town: Town, tmp_path: Path, embedder: LocalEmbedder
) -> None:
    folder = workshop(tmp_path, CHUNKS[:-1], each_with_itself(CHUNKS))
    with pytest.raises(
        SelfCheckError, match=r"incomplete: 60 chunks, 59 in the lexical index, 60 in the vec"
    ):
        check(folder, manifest(), CHUNKS, embedder, town.options())


def test_a_vector_index_that_lacks_one_chunk_is_refused(
    town: Town, tmp_path: Path, embedder: LocalEmbedder
) -> None:
    folder = workshop(tmp_path, CHUNKS, each_with_itself(CHUNKS[1:]))
    with pytest.raises(
        SelfCheckError, match=r"incomplete: 60 chunks, 60 in the lexical index, 59 in the vec"
    ):
        check(folder, manifest(), CHUNKS, embedder, town.options())


def test_two_indexes_that_lack_the_same_chunk_are_refused(
    town: Town, tmp_path: Path, embedder: LocalEmbedder
) -> None:
    folder = workshop(tmp_path, CHUNKS[1:], each_with_itself(CHUNKS[1:]))
    with pytest.raises(SelfCheckError, match="incomplete"):
        check(folder, manifest(), CHUNKS, embedder, town.options())


def test_a_lexical_index_with_the_texts_of_others_is_refused(
    town: Town, tmp_path: Path, embedder: LocalEmbedder
) -> None:
    garbled = [replace(chunk, title="亂碼", text=f"亂碼{number}") for number, chunk in enumerate(CHUNKS)]
    folder = workshop(tmp_path, garbled, each_with_itself(CHUNKS))
    with pytest.raises(SelfCheckError, match="lexical index finds only 0 of 20 canaries"):
        check(folder, manifest(), CHUNKS, embedder, town.options())


def test_vectors_that_belong_to_other_chunks_are_refused(
    town: Town, tmp_path: Path, embedder: LocalEmbedder
) -> None:
    half = COUNT // 2
    mixed_up = list(zip(CHUNKS, [*CHUNKS[half:], *CHUNKS[:half]], strict=True))
    folder = workshop(tmp_path, CHUNKS, mixed_up)
    with pytest.raises(SelfCheckError, match=r"vector index finds only \d+ of 20 canaries"):
        check(folder, manifest(), CHUNKS, embedder, town.options())


def test_an_embedder_other_than_the_one_that_made_the_vectors_is_refused(town: Town, tmp_path: Path) -> None:
    other = train(
        [chunk.searchable for chunk in CHUNKS], [], Recipe(dimension=64, seed=1), lambda _share: None
    )
    folder = workshop(tmp_path, CHUNKS, each_with_itself(CHUNKS))
    with pytest.raises(SelfCheckError, match="vector index"):
        check(folder, manifest(), CHUNKS, other, town.options())


def test_a_model_that_gives_every_text_the_same_vector_is_refused_and_the_old_index_serves_on(
    town: Town, tmp_path: Path
) -> None:
    town.write(*matters(), *PAGES)
    town.build()
    before = town.files()
    broken = sentence_transformer(tmp_path, [chunk.searchable for chunk in CHUNKS], constant=True)
    with pytest.raises(ModelError, match="same vector"):
        town.build(embedding_model=broken)
    assert town.files() == before
    assert town.titles("沙發清運", 1) == ["大型廢棄傢俱清運"]


def test_a_build_that_lost_more_than_a_tenth_is_refused_and_the_old_index_serves_on(town: Town) -> None:
    town.write(*streets(40))
    current = town.build().generation
    before = town.files()
    town.remove(each.url for each in streets(5))
    with pytest.raises(SelfCheckError) as refusal:
        town.build()
    assert all(part in str(refusal.value) for part in ("35", "40", "askcity status", "--allow-shrink"))
    assert town.files() == before
    assert town.generations.current() == current
    assert "金安街路燈維修" in town.titles("金安街路燈")


def test_a_build_that_lost_a_tenth_is_let_through(town: Town) -> None:
    town.write(*streets(40))
    town.build()
    town.remove(each.url for each in streets(4))
    assert town.build().chunks == 36


def test_allow_shrink_lets_any_loss_through(town: Town) -> None:
    town.write(*streets(40))
    town.build()
    town.remove(each.url for each in streets(30))
    shrunk = town.build(allow_shrink=True)
    assert (shrunk.chunks, town.generations.current()) == (10, shrunk.generation)


def test_losses_are_counted_from_the_index_that_was_accepted_last(town: Town) -> None:
    town.write(*streets(40))
    town.build()
    town.remove(each.url for each in streets(30))
    town.build(allow_shrink=True)
    assert town.build().chunks == 10


def test_allow_shrink_does_not_let_a_broken_model_through(town: Town, tmp_path: Path) -> None:
    town.write(*PAGES)
    broken = sentence_transformer(tmp_path, [chunk.searchable for chunk in CHUNKS], constant=True)
    with pytest.raises(ModelError, match="same vector"):
        town.build(embedding_model=broken, allow_shrink=True)
    assert town.generations.stamp() == 0


def test_one_page_alone_passes(town: Town) -> None:
    town.write(page("one", "停車場", "停車場在中山路。"))
    assert town.build().chunks == 1
    assert town.titles("停車") == ["停車場"]


def test_pages_that_say_the_same_under_many_addresses_pass(town: Town) -> None:
    text = page("x", "溜冰場", "溜冰場在公園旁，門票八十元。")
    town.write(*(replace(text, url=f"https://town.test/copy/{number}") for number in range(60)))
    assert town.build().chunks == 60
