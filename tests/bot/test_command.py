"""`askcity ask`: the contract's JSON, files of questions, errors that say what to do."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.index.town import Town

KEYS = ["status", "text", "confidence", "citations", "choices", "agencies", "handoff", "elapsed_ms"]
CITATION = {"url", "title", "site", "agency", "quote", "page_digest", "fetched_at"}


def run(town: Town, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"ASKCITY_DATA_DIR": str(town.folder)}
    return subprocess.run(
        [sys.executable, "-m", "askcity", "ask", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_json_is_one_document_with_the_contracts_keys(indexed: Town) -> None:
    done = run(indexed, "生育津貼申請", "--json")
    answer = json.loads(done.stdout)
    assert list(answer) == KEYS
    assert answer["status"] == "answered"
    assert {frozenset(citation) for citation in answer["citations"]} == {frozenset(CITATION)}
    assert done.returncode == 0


def test_a_file_of_questions_is_answered_in_its_order(indexed: Town, tmp_path: Path) -> None:
    lines = [
        {"id": "b", "question": "生育津貼申請"},
        {"id": "a", "turns": ["你好", "大型廢棄物清運預約"]},
        {"id": 3, "turns": [{"author": "citizen", "text": "結婚登記"}]},
    ]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    done = run(indexed, "--batch", str(source), "--out", str(target))
    answers = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert done.returncode == 0
    assert [answer["id"] for answer in answers] == ["b", "a", 3]
    assert [answer["citations"][0]["title"] for answer in answers] == [
        "生育津貼申請",
        "大型廢棄物清運預約",
        "結婚登記",
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"id": 1, "question": "甲"}\n{"id": 2', "in.jsonl:2"),
        ('{"question": "甲"}\n', "in.jsonl:1"),
        ('{"id": 7}\n', "7"),
        ('{"id": 8, "turns": []}\n', "8"),
    ],
)
def test_a_malformed_line_is_named(content: str, told: str, indexed: Town, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(content, encoding="utf-8")
    done = run(indexed, "--batch", str(source), "--out", str(tmp_path / "out.jsonl"))
    assert done.returncode != 0
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_question_and_a_file_at_once_are_refused_in_one_line(indexed: Town) -> None:
    done = run(indexed, "問題", "--batch", "in.jsonl")
    assert done.returncode != 0
    assert len(done.stderr.strip().splitlines()) == 1
    assert "--out" in done.stderr
