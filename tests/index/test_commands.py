"""`askcity index` and `askcity search` as the operator and outside programs meet them."""

import json
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from askcity import clock
from tests.index.commands import Commands
from tests.index.models import cross_encoder, sentence_transformer
from tests.index.town import FETCHED, MATTERS, Town, matters, page, street, streets

PASSAGE = {"url", "title", "site", "agency", "heading", "text", "score", "updated", "fetched_at"}
"""The contract's Passage."""


@pytest.fixture
def commands(served: Town, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """The commands of a town with an index."""
    return Commands(served.folder, monkeypatch)


@pytest.fixture
def unbuilt(town: Town, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """The commands of a town whose page store is empty and that has no index."""
    return Commands(town.folder, monkeypatch)


def lines(path: Path, *documents: Any) -> Path:
    """A JSON Lines file."""
    path.write_text(
        "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in documents), encoding="utf-8"
    )
    return path


def read(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_index_without_pages_is_one_clear_line(unbuilt: Commands) -> None:
    complaint = unbuilt.run("index").complaint
    assert "no page" in complaint
    assert "askcity crawl" in complaint


def test_search_without_an_index_is_one_clear_line(unbuilt: Commands) -> None:
    assert "askcity index" in unbuilt.run("search", "停車").complaint


def test_rollback_without_an_index_is_one_clear_line(unbuilt: Commands) -> None:
    assert "no earlier generation" in unbuilt.run("index", "--rollback").complaint


def test_rollback_without_an_earlier_generation_is_one_clear_line(commands: Commands, served: Town) -> None:
    current = served.generations.current()
    assert "no earlier generation" in commands.run("index", "--rollback").complaint
    assert served.generations.current() == current


def test_index_json_is_the_manifest_of_the_generation_that_is_now_current(
    commands: Commands, served: Town
) -> None:
    served.write(*streets(20))
    manifest = commands.run("index", "--json").document
    assert manifest["generation"] == served.generations.current()
    assert (manifest["pages"], manifest["chunks"], manifest["sites"]) == (32, 32, 1)
    assert manifest == asdict(served.generations.manifest(served.generations.current()))


def test_index_tells_its_steps_and_figures_in_plain_lines(commands: Commands, served: Town) -> None:
    served.write(*streets(20))
    said = commands.run("index")
    assert said.code == 0
    assert {"train …", "embed …"} <= set(said.err.splitlines())
    assert f"generation {served.generations.current()}: 32 pages, 32 passages of 1 sites" in said.out
    assert "embedded 32, taken over 0" in said.out
    assert "\r" not in said.err
    assert "\x1b" not in said.out + said.err


def test_rollback_goes_back_and_forth(commands: Commands, served: Town) -> None:
    first = served.generations.current()
    served.write(page("rink", "溜冰場", "溜冰場門票八十元。"))
    second = commands.run("index", "--json").document["generation"]
    for expected, found in ((first, False), (second, True)):
        assert commands.run("index", "--rollback", "--json").document["generation"] == expected
        titles = [each["title"] for each in commands.run("search", "溜冰場門票", "--json").document]
        assert ("溜冰場" in titles) is found


def test_a_loss_of_pages_is_one_clear_line_until_it_is_allowed(commands: Commands, served: Town) -> None:
    current = served.generations.current()
    served.remove(each.url for each in matters()[:6])
    said = commands.run("index")
    assert said.code == 1
    assert "--allow-shrink" in said.err.splitlines()[-1]
    assert "Traceback" not in said.err
    assert served.generations.current() == current
    assert commands.run("index", "--allow-shrink", "--json").document["pages"] == 6


def test_a_damaged_index_is_one_clear_line(commands: Commands, served: Town) -> None:
    manifest = served.generations.folder(served.generations.current()) / "manifest.json"
    manifest.write_text("{", encoding="utf-8")
    complaint = commands.run("search", "停車").complaint
    assert "damaged" in complaint
    assert "askcity index" in complaint


def test_search_json_is_a_list_of_the_contracts_passages(commands: Commands, served: Town) -> None:
    dated = page("rink", "溜冰場", "溜冰場門票八十元。", updated_on=date(2026, 1, 2), agency="運動發展局")
    served.write(dated)
    commands.run("index")
    found = commands.run("search", "溜冰場門票", "--k", "3", "--json").document
    assert len(found) == 3
    assert all(each.keys() >= PASSAGE for each in found)
    scores = [each["score"] for each in found]
    assert scores == sorted(scores, reverse=True)
    assert {name: found[0][name] for name in PASSAGE - {"score"}} == {
        "url": dated.url,
        "title": "溜冰場",
        "site": "town",
        "agency": "運動發展局",
        "heading": "",
        "text": "溜冰場門票八十元。",
        "updated": "2026-01-02",
        "fetched_at": FETCHED.isoformat(),
    }
    assert found[1]["updated"] is None


def test_search_gives_ten_passages_unless_told(commands: Commands) -> None:
    assert len(commands.run("search", "申請", "--json").document) == 10


def test_search_prints_titles_addresses_and_texts(commands: Commands) -> None:
    said = commands.run("search", "沙發清運", "--k", "1")
    assert said.code == 0
    title, (agency, text) = "大型廢棄傢俱清運", MATTERS["大型廢棄傢俱清運"]
    for part in (f"1. {title}", agency, "https://town.test/matter/1"):
        assert part in said.out
    assert text in "".join(line.strip() for line in said.out.splitlines())


def test_search_leaves_out_what_has_expired_today(commands: Commands, served: Town) -> None:
    served.write(
        page("over", "泳衣折扣活動", "泳衣折扣已結束。", valid_until=clock.today() - timedelta(days=2)),
        page("open", "泳帽折扣活動", "泳帽折扣進行中。", valid_until=clock.today() + timedelta(days=2)),
    )
    commands.run("index")
    titles = [each["title"] for each in commands.run("search", "折扣活動", "--k", "50", "--json").document]
    assert "泳帽折扣活動" in titles
    assert "泳衣折扣活動" not in titles


def test_batch_answers_every_query_in_order_as_search_does(commands: Commands, tmp_path: Path) -> None:
    queries: list[dict[str, Any]] = [
        {"id": f"q{9 - number}", "query": title} for number, title in enumerate(MATTERS)
    ]
    queries += [{"id": 7, "query": "沙發"}, {"id": "q0", "query": "沙發"}, {"id": None, "query": ""}]
    source, target = lines(tmp_path / "in.jsonl", *queries), tmp_path / "out.jsonl"
    said = commands.run("search", "--batch", str(source), "--out", str(target), "--k", "4")
    assert (said.code, said.out) == (0, "")
    answers = read(target)
    assert [answer["id"] for answer in answers] == [query["id"] for query in queries]
    assert all(answer.keys() == {"id", "passages"} for answer in answers)
    assert all(len(answer["passages"]) == 4 for answer in answers)
    assert all(passage.keys() >= PASSAGE for answer in answers for passage in answer["passages"])
    assert [answer["passages"][0]["title"] for answer in answers[: len(MATTERS)]] == list(MATTERS)
    alone = commands.run("search", "沙發", "--k", "4", "--json").document
    assert answers[-2]["passages"] == answers[-3]["passages"] == alone


def test_batch_writes_chinese_readably_and_skips_empty_lines(commands: Commands, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('\n{"id": "甲", "query": "沙發"}\n\n', encoding="utf-8")
    assert commands.run("search", "--batch", str(source), "--out", str(target)).code == 0
    (line,) = target.read_text(encoding="utf-8").splitlines()
    assert '"甲"' in line
    assert "大型廢棄傢俱清運" in line


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"id": 1, "query": "a"}\n{"id": 2,\n', "in.jsonl:2"),
        (b'{"query": "a"}\n', "in.jsonl:1"),
        (b'["id"]\n', "in.jsonl:1"),
        (b'{"id": 5}\n', "5"),
        (b'{"id": 5, "query": 6}\n', "query"),
        ('{"id": 1, "query": "停車"}\n'.encode("big5"), "in.jsonl"),
    ],
)
def test_a_bad_line_of_a_batch_is_told_in_one_line(
    commands: Commands, tmp_path: Path, content: bytes, told: str
) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes(content)
    complaint = commands.run("search", "--batch", str(source), "--out", str(tmp_path / "out.jsonl")).complaint
    assert told in complaint


def test_files_of_a_batch_that_cannot_be_used_are_told_in_one_line(
    commands: Commands, tmp_path: Path
) -> None:
    source, missing = lines(tmp_path / "in.jsonl", {"id": 1, "query": "沙發"}), tmp_path / "none" / "file"
    assert (
        "--batch" in commands.run("search", "--batch", str(missing), "--out", str(tmp_path / "o")).complaint
    )
    assert "--out" in commands.run("search", "--batch", str(source), "--out", str(missing)).complaint


def test_a_batch_that_is_missing_leaves_the_results_of_an_earlier_run(
    commands: Commands, tmp_path: Path
) -> None:
    target = lines(tmp_path / "out.jsonl", {"id": 1, "passages": []})
    before = target.read_bytes()
    said = commands.run("search", "--batch", str(tmp_path / "missing.jsonl"), "--out", str(target))
    assert said.code == 1
    assert target.read_bytes() == before


def test_a_bad_field_leaves_the_results_of_an_earlier_run(commands: Commands, tmp_path: Path) -> None:
    source = lines(tmp_path / "in.jsonl", {"id": 1, "query": "沙發"}, {"id": 2})
    target = lines(tmp_path / "out.jsonl", {"id": 1, "passages": []})
    before = target.read_bytes()
    assert "query" in commands.run("search", "--batch", str(source), "--out", str(target)).complaint
    assert target.read_bytes() == before


def test_half_a_surrogate_pair_as_an_id_is_answered_under_that_id(commands: Commands, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": "\\ud83d", "query": "沙發"}\n', encoding="utf-8")
    assert commands.run("search", "--batch", str(source), "--out", str(target)).code == 0
    assert [answer["id"] for answer in read(target)] == ["\ud83d"]


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--batch", "in.jsonl"),
        ("--out", "out.jsonl"),
        ("停車", "--batch", "in.jsonl", "--out", "out.jsonl"),
    ],
)
def test_search_wants_one_query_or_a_batch(commands: Commands, arguments: tuple[str, ...]) -> None:
    complaint = commands.run("search", *arguments).complaint
    assert "QUERY" in complaint
    assert "--batch" in complaint


def test_the_settings_name_the_embedding_model_and_the_reranker(
    commands: Commands, served: Town, tmp_path: Path
) -> None:
    texts = [f"{each.title}{each.markdown}" for each in (*matters(), street(1))]
    model = sentence_transformer(tmp_path / "embedding", texts)
    reranker = cross_encoder(tmp_path / "reranker", texts)
    manifest = commands.run("index", "--json", EMBEDDING_MODEL=model).document
    assert (manifest["embedding_model"], manifest["dimension"]) == (model, 256 + 32)
    plain = commands.run("search", "申請補助", "--json", EMBEDDING_MODEL=model).document
    ranked = commands.run("search", "申請補助", "--json", RERANKER_MODEL=reranker).document
    assert [each["url"] for each in plain] != [each["url"] for each in ranked]


@pytest.mark.parametrize(
    ("command", "setting"),
    [(("index",), "EMBEDDING_MODEL"), (("search", "停車"), "RERANKER_MODEL")],
)
def test_a_model_that_is_not_there_is_told_by_its_setting(
    commands: Commands, tmp_path: Path, command: tuple[str, ...], setting: str
) -> None:
    complaint = commands.run(*command, **{setting: str(tmp_path / "missing")}).complaint
    assert f"ASKCITY_{setting}" in complaint
