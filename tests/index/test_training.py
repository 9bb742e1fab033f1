"""The `local` embedder: what training teaches it, that it is repeatable, and that it is kept or trained anew in time."""

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from index.chunk import chunk_page
from index.embed.embedder import Vectors
from index.embed.local import LocalEmbedder
from index.embed.pairs import Pair, group_pairs, page_pairs, sentences
from index.embed.train import Recipe, train
from index.services.catalogue import Catalogue, Word
from tests.index.town import MATTERS, Town, matters, page, street, streets

RECIPE = Recipe(dimension=64, batch=64, steps=60, epochs=60)
CORPUS = [f"{title}\n{text}" for title, (_, text) in MATTERS.items()]
PARAPHRASES = (
    ("低收入戶生活補助", "窮苦人家有甚麼津貼", "沒錢吃飯了誰能幫"),
    ("大型廢棄傢俱清運", "壞掉的彈簧床怎麼丟", "家裡的櫥櫃請人載走"),
    ("噪音陳情", "隔壁半夜吵死人", "樓上太大聲睡不著"),
)
"""Groups whose texts share hardly a character, so that only training can bring them together."""

TAUGHT = Catalogue(words=tuple(Word(say=tuple(said), official=(name,)) for name, *said in PARAPHRASES))


def trained(groups: tuple[tuple[str, ...], ...] = PARAPHRASES, seed: int = 7) -> LocalEmbedder:
    pairs = [Pair(title, text) for title, (_, text) in MATTERS.items()]
    pairs += [Pair(other, group[0]) for group in groups for other in group[1:]]
    return train(CORPUS, pairs, replace(RECIPE, seed=seed), lambda _share: None)


@pytest.fixture(scope="module")
def embedder() -> LocalEmbedder:
    return trained()


def nearest(embedder: LocalEmbedder, query: str) -> str:
    """The matter whose title and text are nearest to a query."""
    vectors = embedder.encode_documents(CORPUS)
    return list(MATTERS)[int(np.argmax(vectors @ embedder.encode_query(query)))]


@pytest.mark.parametrize(("matter", "said"), [(name, said) for name, *other in PARAPHRASES for said in other])
def test_a_paraphrase_given_as_a_group_is_nearest_to_what_it_means(
    embedder: LocalEmbedder, matter: str, said: str
) -> None:
    assert nearest(embedder, said) == matter


def test_without_the_groups_the_paraphrases_are_not_understood() -> None:
    untaught = trained(groups=())
    right = [nearest(untaught, said) == name for name, *other in PARAPHRASES for said in other]
    assert right.count(True) < len(right)


def test_a_build_trains_on_the_groups_that_it_is_given(town: Town) -> None:
    town.write(*matters())
    town.build(catalogue=TAUGHT)
    assert town.titles("彈簧床壞掉", 1) == ["大型廢棄傢俱清運"]
    assert town.titles("窮苦人家津貼", 1) == ["低收入戶生活補助"]


def test_the_same_seed_gives_the_same_model_and_another_seed_another(embedder: LocalEmbedder) -> None:
    assert trained().fingerprint == embedder.fingerprint
    assert trained(seed=8).fingerprint != embedder.fingerprint


def test_the_same_pages_give_the_same_embedder_in_every_installation(tmp_path: Path) -> None:
    fingerprints = []
    for name in ("one", "two"):
        town = Town(tmp_path / name)
        town.write(*matters())
        fingerprints.append(town.build(catalogue=TAUGHT).embedder)
        town.close()
    assert fingerprints[0] == fingerprints[1]


def test_saved_and_loaded_it_gives_the_same_vectors(embedder: LocalEmbedder, tmp_path: Path) -> None:
    embedder.save(tmp_path / "saved")
    loaded = LocalEmbedder.load(tmp_path / "saved")
    assert loaded.fingerprint == embedder.fingerprint
    assert loaded.dimension == embedder.dimension == 64
    np.testing.assert_array_equal(loaded.encode_documents(CORPUS), embedder.encode_documents(CORPUS))
    np.testing.assert_array_equal(loaded.encode_query("停車"), embedder.encode_query("停車"))


def test_what_is_saved_is_a_sentence_transformers_model(embedder: LocalEmbedder, tmp_path: Path) -> None:
    embedder.save(tmp_path / "saved")
    model = SentenceTransformer(str(tmp_path / "saved"), device="cpu", local_files_only=True)
    assert model.get_embedding_dimension() == 64
    words = ["停 車 停車", "游 泳 池 游泳 泳池"]
    theirs = np.asarray(model.encode(words, show_progress_bar=False))
    np.testing.assert_allclose(theirs, embedder.encode_documents(["停車", "游泳池"]), atol=1e-6)


def test_vectors_of_known_texts_have_length_one(embedder: LocalEmbedder) -> None:
    lengths = np.linalg.norm(embedder.encode_documents(CORPUS), axis=1)
    np.testing.assert_allclose(lengths, np.ones(len(CORPUS)), atol=1e-5)


def test_a_texts_vector_does_not_depend_on_its_company(embedder: LocalEmbedder) -> None:
    many = embedder.encode_documents(["", *CORPUS * 50, "zzz"])
    np.testing.assert_allclose(many[1], embedder.encode_query(CORPUS[0]), atol=1e-6)
    assert embedder.encode_documents([]).shape == (0, 64)


def test_unknown_words_do_not_change_the_vector_of_the_known_ones(embedder: LocalEmbedder) -> None:
    known: Vectors = embedder.encode_query("停車")
    np.testing.assert_array_equal(embedder.encode_query("龘 停車 zzz 😀"), known)
    assert np.linalg.norm(known) == pytest.approx(1.0)


@pytest.mark.parametrize("text", ["", "😀！？", "龘龘龘", "zzz", " [UNK] "])
def test_a_text_of_unknown_words_is_the_zero_vector_and_can_be_searched_with(
    built: Town, embedder: LocalEmbedder, text: str
) -> None:
    assert embedder.encode_query(text).tolist() == [0.0] * 64
    assert all(np.isfinite(passage.score) for passage in built.search(text).passages)


def test_training_tells_how_far_it_is() -> None:
    told: list[float] = []
    train(CORPUS, [Pair("停車", "停車場")], RECIPE, told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_city_without_pairs_still_gets_an_embedder() -> None:
    untrained = train(["停車場"], [], RECIPE, lambda _share: None)
    assert np.linalg.norm(untrained.encode_query("停車場")) == pytest.approx(1.0)


def test_pairs_are_titles_with_their_text_and_sentences_with_their_neighbours() -> None:
    made = page("pairs", "停車場", "第一停車場在中山路。第二停車場在民生路。")
    headed, told = page_pairs(chunk_page(made), random.Random(1), 1000)
    assert headed.left == "停車場"
    assert {*headed.right.split()} == {"第一停車場在中山路。", "第二停車場在民生路。"}
    assert {told.left, told.right.removeprefix("停車場 ")} == {"第一停車場在中山路。", "第二停車場在民生路。"}


def test_pairs_come_from_no_more_chunks_than_asked_for() -> None:
    chunks = [chunk for each in streets(50) for chunk in chunk_page(each)]
    few, many = (page_pairs(chunks, random.Random(1), limit) for limit in (10, 50))
    assert 0 < len(few) <= 2 * 10 < len(many)


def test_a_group_pairs_its_name_with_all_others() -> None:
    assert group_pairs([("甲",)], random.Random(1)) == []
    found = group_pairs([("甲", "乙", "丙")], random.Random(1))
    assert {pair.left for pair in found if pair.right == "甲"} == {"乙", "丙"}


def test_sentences_are_without_markup() -> None:
    text = (
        "## 費用說明如下\n\n每張規費十五元。要不要找人代辦？請見[申請書](https://town.test/form)說明\n"
        "| 全票一百元 | 半票 |"
    )
    assert [" ".join(found.split()) for found in sentences(text)] == [
        "費用說明如下",
        "每張規費十五元。",
        "要不要找人代辦？",
        "請見 申請書 說明",
        "全票一百元 半票",
    ]


def test_the_embedder_is_kept_while_it_knows_four_fifths_of_the_passages(town: Town) -> None:
    town.write(*streets(50))
    first = town.build()
    town.write(*(street(number, "路口已裝設監視器。") for number in range(10)))
    second = town.build()
    assert (first.trained, second.trained) == (True, False)
    assert second.embedder == first.embedder
    assert (second.embedded, second.reused) == (10, 40)
    town.write(street(10, "路口已裝設監視器。"))
    third = town.build()
    assert third.trained
    assert third.embedder != first.embedder
    assert (third.embedded, third.reused) == (50, 0)


def test_other_groups_train_the_embedder_anew(town: Town) -> None:
    town.write(*matters())
    town.build(catalogue=TAUGHT)
    assert not town.build(catalogue=TAUGHT).trained
    assert town.build(catalogue=Catalogue(words=TAUGHT.words[:2])).trained


@pytest.mark.parametrize(
    "damaged",
    [
        "trained_on",
        "fingerprint",
        "model.safetensors",
        "tokenizer.json",
    ],
)
def test_a_damaged_embedder_of_the_current_generation_is_trained_anew(served: Town, damaged: str) -> None:
    folder = served.generations.folder(served.generations.current()) / "embedder"
    (path,) = folder.rglob(damaged)
    if damaged in ("model.safetensors", "tokenizer.json"):
        path.write_bytes(path.read_bytes()[:100])
    else:
        path.unlink()
    assert served.build().trained
    assert served.titles("沙發清運", 1) == ["大型廢棄傢俱清運"]
