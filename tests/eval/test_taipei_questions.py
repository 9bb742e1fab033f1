"""The questions about another city's pages: what a line holds, and that the halves share nothing."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from eval.datasets import DATA

FOLDER = DATA / "taipei"
HALVES = ("dev", "test")
FIELDS = ["id", "question", "gold", "facts"]
LONGEST_FACT = 40


def lines(half: str) -> list[dict[str, Any]]:
    """The items of a half."""
    return [json.loads(line) for line in (FOLDER / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()]


def every() -> list[dict[str, Any]]:
    """The items of both halves."""
    return [item for half in HALVES for item in lines(half)]


@pytest.mark.parametrize("half", HALVES)
def test_a_half_holds_enough_of_both_sorts(half: str) -> None:
    answerable = Counter(bool(item["gold"]) for item in lines(half))
    assert answerable[True] >= 220
    assert answerable[False] >= 70


def test_a_line_has_the_fields_that_the_readme_names() -> None:
    for item in every():
        assert list(item) == FIELDS
        assert item["question"] == item["question"].strip() != ""
        assert all(record.startswith("GIP_") for record in item["gold"])
        assert len(item["gold"]) == len(set(item["gold"]))
        assert all(fact == fact.strip() and 0 < len(fact) <= LONGEST_FACT for fact in item["facts"])
        assert len(item["facts"]) <= 3


def test_only_what_is_answered_has_facts() -> None:
    assert [item["id"] for item in every() if item["facts"] and not item["gold"]] == []


def test_no_question_is_there_twice() -> None:
    for field in ("id", "question"):
        times = Counter(item[field] for item in every())
        assert [value for value, count in times.items() if count > 1] == []


def test_the_pages_of_the_city_stay_outside() -> None:
    assert {path.name for path in Path(FOLDER).iterdir()} == {
        "README.md",
        *(f"{half}.jsonl" for half in HALVES),
    }


def test_no_record_answers_in_both_halves() -> None:
    dev, test = ({record for item in lines(half) for record in item["gold"]} for half in HALVES)
    assert dev & test == set()
