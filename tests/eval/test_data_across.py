"""Questions across agencies, conversations and questions that nothing answers: each item holds what it says."""

import json
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from demo.city import City, load_city
from demo.markup import to_text

DATA = Path(__file__).parents[2] / "eval" / "data"
SPLITS: dict[str, str] = tomllib.loads((DATA / "splits.toml").read_text(encoding="utf-8"))
FIELDS: dict[str, set[str]] = {
    "cross_agency": {"id", "split", "question", "aspects"},
    "conversations": {"id", "split", "turns", "pages", "facts"},
    "unanswerable": {"id", "split", "kind", "question", "pages"},
}
AT_LEAST = {"cross_agency": 100, "conversations": 60, "unanswerable": 200}
KINDS = {"not_published", "other_city", "central", "false_premise", "personal", "out_of_scope"}


@pytest.fixture(scope="module")
def city() -> City:
    return load_city(date(2026, 11, 26))


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def text(city: City, page: str) -> str:
    """A page's text as a reader sees it. Raises KeyError for a page that the city does not have."""
    site, _, slug = page.partition("/")
    return to_text(city.document(site, slug).body)


def parts(item: dict[str, Any]) -> list[dict[str, Any]]:
    """What an item asks, each with its pages and facts."""
    return list(item.get("aspects", [item]))


def said(item: dict[str, Any]) -> str:
    return "｜".join(item["turns"]) if "turns" in item else item["question"]


@pytest.mark.parametrize("name", FIELDS)
def test_items_have_their_fields_once_and_in_number(name: str) -> None:
    everything = read(name)
    assert all(set(item) == FIELDS[name] for item in everything)
    assert len({item["id"] for item in everything}) == len(everything)
    assert len({said(item) for item in everything}) == len(everything)
    assert len(everything) >= AT_LEAST[name]


@pytest.mark.parametrize("name", FIELDS)
def test_both_parts_are_served(name: str) -> None:
    sizes = Counter(item["split"] for item in read(name))
    assert set(sizes) == {"calibration", "test"}
    assert min(sizes.values()) >= 0.4 * sizes.total()


@pytest.mark.parametrize("name", ["cross_agency", "conversations"])
def test_the_facts_stand_on_every_page_that_is_named_for_them(name: str, city: City) -> None:
    for item in read(name):
        for part in parts(item):
            assert part["pages"], item["id"]
            assert part["facts"], item["id"]
            for page in part["pages"]:
                body = text(city, page)
                missing = [fact for fact in part["facts"] if not any(spelling in body for spelling in fact)]
                assert not missing, (item["id"], page, missing)
            assert all(text(city, page) for page in part.get("also", [])), item["id"]


@pytest.mark.parametrize("name", ["cross_agency", "conversations"])
def test_the_pages_of_an_item_are_of_sites_of_its_part(name: str) -> None:
    for item in read(name):
        sites = {page.partition("/")[0] for part in parts(item) for page in part["pages"]}
        assert {SPLITS[site] for site in sites} == {item["split"]}, item["id"]


def test_questions_across_agencies_need_two_sites_or_more() -> None:
    for item in read("cross_agency"):
        first = {part["pages"][0].partition("/")[0] for part in item["aspects"]}
        assert len(first) >= 2, item["id"]
        assert len({part["what"] for part in item["aspects"]}) == len(item["aspects"]), item["id"]


def test_no_page_alone_answers_a_question_across_agencies() -> None:
    for item in read("cross_agency"):
        pages = [{*part["pages"], *part.get("also", [])} for part in item["aspects"]]
        assert not set.intersection(*pages), item["id"]


def test_conversations_have_two_to_four_turns_of_which_the_last_is_short() -> None:
    for item in read("conversations"):
        assert 2 <= len(item["turns"]) <= 4, item["id"]
        assert len(item["turns"][-1]) <= 24, item["id"]


def test_questions_that_nothing_answers_are_of_six_kinds() -> None:
    kinds = Counter((item["kind"], item["split"]) for item in read("unanswerable"))
    assert {kind for kind, _ in kinds} == KINDS
    assert all(kinds[kind, split] >= 15 for kind in KINDS for split in ("calibration", "test"))
    assert all(item["pages"] == [] for item in read("unanswerable"))
