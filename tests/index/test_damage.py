"""What is broken, gone or of the wrong kind is told in words that help, and costs the current generation nothing."""

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from safetensors.torch import load_file, save_file
from tenacity import stop_after_attempt
from transformers import BertForSequenceClassification

from askcity.errors import AskcityError, ModelError
from tests.index.models import sentence_transformer
from tests.index.town import TODAY, Town, matters

TEXTS = [f"{each.title}{each.markdown}" for each in matters()]
FILES = [
    "manifest.json",
    "lexical/meta.json",
    "lexical/*.store",
    "lexical/*.idx",
    "embedder/**/model.safetensors",
    "vectors/chroma.sqlite3",
    "embedder/**/tokenizer.json",
]


def damage(town: Town, pattern: str, *, cut: bool) -> str:
    """Cut a file of the current generation in half, or take it away; returns the generation's name."""
    current = town.generations.current()
    path = next(town.generations.folder(current).glob(pattern))
    if cut:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    else:
        path.unlink()
    return current


@pytest.mark.parametrize("cut", [True, False], ids=["cut", "gone"])
@pytest.mark.parametrize("pattern", FILES)
def test_a_damaged_file_is_told_with_what_to_do(served: Town, pattern: str, cut: bool) -> None:
    damaged = damage(served, pattern, cut=cut)
    with pytest.raises(AskcityError) as told:
        served.open()
    assert all(part in str(told.value) for part in (damaged, "damaged", "askcity index"))


@pytest.mark.parametrize("pattern", ["lexical/*.store", "vectors/chroma.sqlite3"])
def test_the_next_build_repairs_a_damaged_file(served: Town, pattern: str) -> None:
    damage(served, pattern, cut=True)
    served.build()
    assert served.titles("沙發清運", 1) == ["大型廢棄傢俱清運"]


def test_a_damaged_vector_index_is_told_every_time_it_is_opened(served: Town) -> None:
    damage(served, "vectors/chroma.sqlite3", cut=True)
    for _ in range(2):
        with pytest.raises(AskcityError, match="askcity index"):
            served.open()


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a Chroma server that is not there, asked once instead of for twenty seconds."""
    monkeypatch.setattr("index.vectors._connect.retry.stop", stop_after_attempt(1))
    with socket.socket() as held:  # bound and not listening: every connection is refused
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}"


def test_a_chroma_server_that_is_not_there_costs_the_current_generation_nothing(
    served: Town, nobody: str
) -> None:
    before = served.files()
    with pytest.raises((AskcityError, ValueError), match="Chroma"):
        served.build(chroma_url=nobody)
    assert served.files() == before
    assert served.titles("沙發清運", 1) == ["大型廢棄傢俱清運"]


def test_a_build_without_its_chroma_server_is_told_by_the_setting(served: Town, nobody: str) -> None:
    with pytest.raises(AskcityError, match="ASKCITY_CHROMA_URL"):
        served.build(chroma_url=nobody)


def test_a_search_without_its_chroma_server_is_told_by_the_setting(served: Town, nobody: str) -> None:
    with pytest.raises(AskcityError) as told:
        served.open(chroma_url=nobody)
    assert "damaged" not in str(told.value)
    assert "ASKCITY_CHROMA_URL" in str(told.value)


def broken(folder: Path) -> str:
    """An embedding model whose weights are not numbers."""
    path = Path(sentence_transformer(folder, TEXTS))
    (file,) = path.rglob("model.safetensors")
    weights = load_file(file)
    for name in weights:
        if name.endswith("word_embeddings.weight"):
            weights[name] *= float("nan")
    save_file(weights, file, metadata={"format": "pt"})
    return str(path)


def test_a_model_whose_vectors_are_not_numbers_costs_the_current_generation_nothing(
    served: Town, tmp_path: Path
) -> None:
    before, model = served.files(), broken(tmp_path / "nan")
    with pytest.raises(Exception, match=r"NaN|not numbers"):
        served.build(embedding_model=model)
    assert served.files() == before
    assert served.names() == {served.generations.current()}


def test_a_model_whose_vectors_are_not_numbers_is_told_in_one_line(served: Town, tmp_path: Path) -> None:
    model = broken(tmp_path / "nan")
    with pytest.raises(AskcityError):
        served.build(embedding_model=model)


def test_a_reranker_that_gives_several_scores_is_refused_when_it_is_opened(
    served: Town, tmp_path: Path
) -> None:
    plain = Path(sentence_transformer(tmp_path / "plain", TEXTS)).parent / "bert"
    three = shutil.copytree(plain, tmp_path / "three")
    BertForSequenceClassification.from_pretrained(plain, num_labels=3).save_pretrained(three)
    try:
        generation = served.open(reranker_model=str(three))
    except ModelError as refusal:
        assert "ASKCITY_RERANKER_MODEL" in str(refusal)
        return
    try:
        generation.retrieve("沙發清運", TODAY, 3)
    finally:
        generation.close()
    pytest.fail("a classifier was taken for a reranker")
