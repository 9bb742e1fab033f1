"""Models made elsewhere: any SentenceTransformer embeds, any CrossEncoder reranks, and only what changed is embedded again."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import CrossEncoder, SentenceTransformer

from askcity.errors import ModelError
from index.chunk import Chunk, chunk_page
from index.embed.embedder import Vectors
from index.embed.joined import SHARE
from index.embed.local import LocalEmbedder
from index.embed.pretrained import PretrainedEmbedder
from index.rerank import DEPTH, CrossEncoderReranker, load_reranker
from tests.index.models import DIMENSION, cross_encoder, sentence_transformer
from tests.index.town import TODAY, Town, matters, page, street, streets

PAGES = [*matters(), *streets(30)]
TEXTS = [f"{each.title}{each.markdown}" for each in PAGES]
SECTION = "這一節說明辦理的方式與注意的事項。" * 20


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of an embedding model."""
    return sentence_transformer(tmp_path_factory.mktemp("embedding"), TEXTS)


@pytest.fixture(scope="module")
def reranker(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of a reranker."""
    return cross_encoder(tmp_path_factory.mktemp("reranker"), TEXTS)


def chunks(town: Town) -> list[Chunk]:
    """The chunks of all stored pages."""
    return [chunk for each in town.store.live_pages() for chunk in chunk_page(each)]


def by_the_model(model: str, texts: list[str], middle: Vectors) -> Vectors:
    """What the model itself gives the texts, centred, as unit vectors."""
    theirs = SentenceTransformer(model, device="cpu")
    raw = theirs.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    centred: Vectors = np.asarray(raw, np.float32) - middle
    return centred / np.linalg.norm(centred, axis=1, keepdims=True)


def test_the_named_model_stands_beside_the_local_embedder(town: Town, model: str) -> None:
    town.write(*PAGES)
    manifest = town.build(embedding_model=model)
    folder = town.generations.folder(manifest.generation) / "embedder"
    local, middle = LocalEmbedder.load(folder), np.load(folder / "centre.npy")
    assert (manifest.embedding_model, manifest.trained) == (model, True)
    assert manifest.dimension == local.dimension + DIMENSION
    stored, here = town.vectors(), chunks(town)
    texts = [chunk.searchable for chunk in here]
    named, own = by_the_model(model, texts, middle), local.encode_documents(texts)
    query, own_query = by_the_model(model, ["沙發"], middle)[0], local.encode_query("沙發")
    cosines = {
        chunk.id: SHARE * float(theirs @ query) + (1 - SHARE) * float(ours @ own_query)
        for chunk, theirs, ours in zip(here, named, own, strict=True)
    }
    for passage in town.search("沙發", len(PAGES)).passages:
        assert passage.why["cosine"] == pytest.approx(cosines[passage.chunk_id], abs=1e-3)
    assert np.linalg.norm(np.stack(list(stored.values())), axis=1) == pytest.approx(1.0, abs=1e-3)


def test_a_local_embedder_trained_anew_costs_the_named_model_nothing(town: Town, model: str) -> None:
    town.write(*PAGES)
    first, before = town.build(embedding_model=model), town.vectors()
    more = [street(number) for number in range(100, 120)]
    town.write(*more)
    second, after = town.build(embedding_model=model), town.vectors()
    assert (second.trained, second.embedded, second.reused) == (True, len(more), len(PAGES))
    assert second.embedder != first.embedder
    local = LocalEmbedder.load(town.generations.folder(second.generation) / "embedder")
    for chunk in chunks(town):
        if chunk.id in before:
            np.testing.assert_allclose(after[chunk.id][-DIMENSION:], before[chunk.id][-DIMENSION:], atol=1e-6)
        own = local.encode_documents([chunk.searchable])[0] * (1 - SHARE) ** 0.5
        np.testing.assert_allclose(after[chunk.id][:-DIMENSION], own, atol=1e-5)


def test_a_models_own_prompts_are_applied(tmp_path: Path) -> None:
    prompts = {"query": "查詢", "document": "文件"}
    path = sentence_transformer(tmp_path, [*TEXTS, *prompts.values()], prompts=prompts)
    ours, theirs = PretrainedEmbedder(path), SentenceTransformer(path, device="cpu")

    def plain(text: str) -> Vectors:
        found = theirs.encode(text, prompt="", normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(found, np.float32)

    np.testing.assert_allclose(ours.encode_query("沙發"), plain("查詢沙發"), atol=1e-5)
    np.testing.assert_allclose(ours.encode_documents(["沙發"])[0], plain("文件沙發"), atol=1e-5)
    assert not np.allclose(ours.encode_query("沙發"), plain("沙發"), atol=1e-2)


def test_one_changed_page_embeds_only_its_changed_passages(town: Town, model: str) -> None:
    sections = [f"## 第{number}節\n\n第{number}節。{SECTION}" for number in range(4)]
    town.write(*PAGES, page("long", "長頁", "\n\n".join(sections)))
    first, before = town.build(embedding_model=model), town.vectors()
    assert (first.embedded, first.reused) == (len(PAGES) + 4, 0)
    sections[2] += "已修正。"
    town.write(page("long", "長頁", "\n\n".join(sections)))
    second, after = town.build(embedding_model=model), town.vectors()
    assert (second.embedded, second.reused) == (1, len(PAGES) + 3)
    taken_over = before.keys() & after.keys()
    assert len(taken_over) == len(PAGES) + 3
    for id_ in taken_over:
        np.testing.assert_allclose(after[id_], before[id_], rtol=1e-6, atol=1e-7)
    assert len(after) == len(before)


def test_nothing_changed_embeds_nothing(town: Town, model: str) -> None:
    town.write(*PAGES)
    first = town.build(embedding_model=model)
    second = town.build(embedding_model=model)
    assert (second.embedded, second.reused) == (0, len(PAGES))
    assert second.snapshot == first.snapshot


def test_a_removed_page_leaves_no_vector(town: Town, model: str) -> None:
    town.write(*PAGES)
    town.build(embedding_model=model)
    gone = street(3)
    town.remove([gone.url])
    manifest = town.build(embedding_model=model)
    assert (manifest.embedded, manifest.reused) == (0, len(PAGES) - 1)
    assert chunk_page(gone)[0].id not in town.vectors()


def test_another_model_embeds_everything_anew(town: Town, model: str, tmp_path: Path) -> None:
    town.write(*PAGES)
    town.build(embedding_model=model)
    other = sentence_transformer(tmp_path / "other", TEXTS, seed=2)
    manifest = town.build(embedding_model=other)
    assert (manifest.embedded, manifest.reused) == (len(PAGES), 0)


def test_another_model_at_the_same_path_embeds_everything_anew(
    town: Town, model: str, tmp_path: Path
) -> None:
    path = tmp_path / "model"
    shutil.copytree(model, path)
    town.write(*PAGES)
    first = town.build(embedding_model=str(path))
    shutil.rmtree(path)
    shutil.copytree(sentence_transformer(tmp_path / "other", TEXTS, seed=2), path)
    second = town.build(embedding_model=str(path))
    assert second.embedder != first.embedder
    assert (second.embedded, second.reused) == (len(PAGES), 0)


def test_a_rollback_over_a_change_of_model_searches_with_the_model_of_then(town: Town, model: str) -> None:
    town.write(*PAGES)
    town.build()
    before = town.titles("沙發清運")
    town.build(embedding_model=model)
    town.generations.rollback()
    assert town.titles("沙發清運") == before
    town.generations.rollback()
    assert town.generations.manifest(town.generations.current()).embedding_model == model
    assert town.titles("沙發清運", 1) == ["大型廢棄傢俱清運"]


def unusable(model: str, folder: Path) -> dict[str, Path]:
    """Paths that hold no model that can be loaded."""
    empty, text, cut = folder / "empty", folder / "text", folder / "cut"
    empty.mkdir()
    text.write_text("no model", encoding="utf-8")
    shutil.copytree(model, cut)
    (weights,) = cut.rglob("model.safetensors")
    weights.write_bytes(weights.read_bytes()[:1000])
    return {"missing": folder / "missing", "empty": empty, "text": text, "cut": cut}


@pytest.mark.parametrize(
    "what",
    ["missing", "empty", "text", "cut"],
)
def test_an_embedding_model_that_cannot_be_loaded_is_told_by_its_setting(
    town: Town, model: str, tmp_path: Path, what: str
) -> None:
    town.write(*PAGES)
    town.build(embedding_model=model)
    before = town.files()
    path = unusable(model, tmp_path)[what]
    with pytest.raises(ModelError) as refusal:
        town.build(embedding_model=str(path))
    assert "ASKCITY_EMBEDDING_MODEL" in str(refusal.value)
    assert str(path) in str(refusal.value)
    assert town.files() == before


@pytest.mark.parametrize(
    "what",
    ["missing", "empty", "text", "cut"],
)
def test_a_reranker_that_cannot_be_loaded_is_told_by_its_setting(
    built: Town, reranker: str, tmp_path: Path, what: str
) -> None:
    path = unusable(reranker, tmp_path)[what]
    with pytest.raises(ModelError) as refusal:
        built.open(reranker_model=str(path))
    assert "ASKCITY_RERANKER_MODEL" in str(refusal.value)
    assert str(path) in str(refusal.value)


def test_the_reranker_decides_the_order(town: Town, reranker: str) -> None:
    town.write(*PAGES)
    town.build()
    generation = town.open(reranker_model=reranker)
    found = generation.retrieve("路燈維修", TODAY, len(PAGES))
    generation.close()
    head = found.passages[:DEPTH]
    theirs = CrossEncoder(reranker, device="cpu").predict(
        [("路燈維修", passage.searchable) for passage in head], show_progress_bar=False
    )
    scores = [passage.why["reranker"] for passage in head]
    assert scores == pytest.approx([float(score) for score in theirs], abs=1e-5)
    assert scores == sorted(scores, reverse=True)
    assert [passage.chunk_id for passage in found.passages] != [
        passage.chunk_id for passage in town.search("路燈維修", len(PAGES)).passages
    ]
    assert found.timings_ms["rerank"] > 0


def test_only_the_first_passages_are_reranked_and_none_is_lost(
    built: Town, town: Town, reranker: str
) -> None:
    town.write(*PAGES)
    town.build()
    plain = list(town.search("路燈維修", len(PAGES)).passages)
    ranked = CrossEncoderReranker(reranker).rerank("路燈維修", plain)
    assert ranked[DEPTH:] == plain[DEPTH:] != []
    assert {passage.chunk_id for passage in ranked[:DEPTH]} == {passage.chunk_id for passage in plain[:DEPTH]}
    assert CrossEncoderReranker(reranker).rerank("路燈維修", []) == []


def test_a_reranker_is_loaded_once(reranker: str) -> None:
    assert load_reranker(reranker) is load_reranker(reranker)
