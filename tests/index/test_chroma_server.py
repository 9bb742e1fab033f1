"""A Chroma server in place of the embedded one: the same generations, as collections."""

import gc
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import chromadb
import pytest

from askcity.errors import ConfigurationError
from index.retrieve import open_generation
from tests.index.town import TODAY, Town, matters, page

pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
"""chromadb's HTTP client leaves its connections to the garbage collector when it is closed."""


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Chroma server on loopback; its first client waits until it is there."""
    folder, port = tmp_path_factory.mktemp("chroma"), free_port()
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(folder)]
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port)],
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
        ) as server,
    ):
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            gc.collect()  # while the warning is ignored
            server.kill()


def collections(url: str) -> set[str]:
    """The names of all collections on the server."""
    host, _, port = url.removeprefix("http://").partition(":")
    with chromadb.HttpClient(host, int(port)) as client:  # type: ignore[attr-defined]
        return {collection.name for collection in client.list_collections()}


def titles(town: Town, url: str, query: str) -> list[str]:
    generation = open_generation(town.folder, url)
    found = generation.retrieve(query, TODAY, 5)
    generation.close()
    assert all(
        passage.why["cosine"] != 0 for passage in found.passages
    )  # 0 where the server has no vector of it
    return [passage.title for passage in found.passages]


def test_build_search_and_rollback_work_as_they_do_with_the_embedded_one(town: Town, url: str) -> None:
    town.write(*matters())
    first = town.build(chroma_url=url)
    assert titles(town, url, "沙發清運")[0] == "大型廢棄傢俱清運"
    town.write(page("rink", "溜冰場", "溜冰場門票八十元。"))
    second = town.build(chroma_url=url)
    assert (second.embedded, second.reused) == (1, len(matters()))
    assert titles(town, url, "溜冰場門票")[0] == "溜冰場"
    town.generations.rollback()
    assert "溜冰場" not in titles(town, url, "溜冰場門票")
    assert {first.generation, second.generation} <= collections(url)


def test_only_the_collections_of_generations_that_are_kept_stay(town: Town, url: str) -> None:
    town.write(*matters())
    names = [town.build(chroma_url=url).generation for _ in range(3)]
    assert collections(url) & set(names) == set(names[1:])


def test_other_programs_collections_stay(town: Town, url: str) -> None:
    host, _, port = url.removeprefix("http://").partition(":")
    with chromadb.HttpClient(host, int(port)) as client:  # type: ignore[attr-defined]
        client.create_collection("somebody-elses")
    town.write(*matters())
    town.build(chroma_url=url)
    assert "somebody-elses" in collections(url)


def test_two_cities_on_one_server_leave_each_other_alone(town: Town, tmp_path: Path, url: str) -> None:
    other = Town(tmp_path / "other")
    other.write(*matters())
    other.build(chroma_url=url)
    town.write(*matters())
    town.build(chroma_url=url)
    try:
        assert titles(other, url, "沙發清運")[0] == "大型廢棄傢俱清運"
    finally:
        other.close()


def test_closing_an_old_generation_leaves_the_new_one_open(town: Town, url: str) -> None:
    town.write(*matters())
    town.build(chroma_url=url)
    old = open_generation(town.folder, url)
    town.build(chroma_url=url)
    new = open_generation(town.folder, url)
    old.close()
    assert new.retrieve("沙發清運", TODAY, 1).passages[0].title == "大型廢棄傢俱清運"
    new.close()


def test_an_embedded_index_may_move_to_a_server_and_back(town: Town, url: str) -> None:
    town.write(*matters())
    town.build()
    town.build(chroma_url=url)
    assert titles(town, url, "沙發清運")[0] == "大型廢棄傢俱清運"
    town.build()
    assert town.titles("沙發清運", 1) == ["大型廢棄傢俱清運"]


@pytest.mark.parametrize("wrong", ["localhost:8000", "ftp://127.0.0.1:1/", "http://", "127.0.0.1"])
def test_an_address_that_is_none_is_told_by_its_setting(town: Town, wrong: str) -> None:
    town.write(*matters())
    with pytest.raises(ConfigurationError, match="ASKCITY_CHROMA_URL"):
        town.build(chroma_url=wrong)
    assert town.generations.stamp() == 0
