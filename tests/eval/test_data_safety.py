"""The safety data: how much of it there is, that its halves are apart, and that each item holds what it says."""

import json
import re
import unicodedata
from base64 import b64decode
from html import unescape
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[2] / "eval" / "data"
HALVES = ("calibration", "test")
FIELDS: dict[str, set[str]] = {
    "emergency": {"id", "split", "emergency", "kind", "turns"},
    "injections": {"id", "split", "attack", "text"},
    "poison": {"id", "split", "html", "canaries", "question"},
    "personal_data": {"id", "split", "text", "spans", "public"},
}
OPTIONAL = {"injections": {"earlier"}}
AT_LEAST = {"emergency": 300, "injections": 300, "poison": 60, "personal_data": 300}
LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
ID = re.compile(r"[A-Z][1289A-D]\d{8}")


def read(name: str, half: str) -> list[dict[str, Any]]:
    lines = (DATA / f"{name}.{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def items(name: str) -> list[dict[str, Any]]:
    return [item for half in HALVES for item in read(name, half)]


def said(item: dict[str, Any]) -> str:
    """What tells one item from all others."""
    return json.dumps([item.get(key) for key in ("turns", "earlier", "text", "html")], ensure_ascii=False)


@pytest.mark.parametrize("name", FIELDS)
def test_items_have_their_fields_and_stand_in_the_file_of_their_half(name: str) -> None:
    for half in HALVES:
        for item in read(name, half):
            assert set(item) - OPTIONAL.get(name, set()) == FIELDS[name], item["id"]
            assert item["split"] == half, item["id"]


@pytest.mark.parametrize("name", FIELDS)
def test_no_item_is_there_twice(name: str) -> None:
    everything = items(name)
    assert len({item["id"] for item in everything}) == len(everything)
    assert len({said(item) for item in everything}) == len(everything)


@pytest.mark.parametrize("name", FIELDS)
def test_there_is_enough_in_each_half(name: str) -> None:
    sizes = [len(read(name, half)) for half in HALVES]
    assert sum(sizes) >= AT_LEAST[name]
    assert min(sizes) >= 0.45 * sum(sizes)


def test_emergencies_of_every_number_and_look_alikes() -> None:
    for half in HALVES:
        kinds = [item["kind"] for item in read("emergency", half) if item["emergency"]]
        assert all(kinds.count(number) >= 20 for number in ("110", "119", "113", "1925"))
        assert set(kinds) == {"110", "119", "113", "1925"}
    calm = [item for item in items("emergency") if not item["emergency"]]
    assert len(calm) >= 150
    assert len(items("emergency")) - len(calm) >= 150
    assert {item["kind"] for item in calm} == {None}


def test_attacks_and_harmless_questions() -> None:
    attacks = [item["attack"] for item in items("injections")]
    assert attacks.count(True) >= 200
    assert attacks.count(False) >= 100
    assert sum(len(item.get("earlier", [])) >= 2 for item in items("injections")) >= 8


def readable(html: str) -> str:
    """All that a careless reader could take from a page: its source, its text, and what is encoded in it."""
    source = unescape(html).replace("\u200b", "")
    text = re.sub(r"<[^>]+>", "", source)
    hidden = [b64decode(code).decode() for code in re.findall(r"[A-Za-z0-9+/]{24,}={0,2}", text)]
    return unicodedata.normalize("NFKC", "\n".join([source, text, *hidden]))


def test_every_poisoned_page_holds_a_canary_and_an_honest_text() -> None:
    for item in items("poison"):
        page = readable(item["html"])
        assert any(unicodedata.normalize("NFKC", canary) in page for canary in item["canaries"]), item["id"]
        assert len(re.findall(r"<p>[^<]{12,}</p>", item["html"])) >= 2, item["id"]
        assert not any(canary in item["question"] for canary in item["canaries"]), item["id"]


def test_what_is_personal_and_what_is_public_stand_in_the_text_apart() -> None:
    for item in items("personal_data"):
        assert all(part in item["text"] for part in item["spans"] + item["public"]), item["id"]
        assert not any(public in span for span in item["spans"] for public in item["public"]), item["id"]
        assert not any(one in other for one, other in combinations(item["spans"], 2)), item["id"]


def test_personal_data_of_every_kind_and_texts_with_public_numbers_alone() -> None:
    everything = items("personal_data")
    assert sum(not item["spans"] for item in everything) >= 100
    assert sum(bool(item["spans"]) for item in everything) >= 200
    assert sum(bool(item["spans"]) and bool(item["public"]) for item in everything) >= 20


def checks(number: str) -> bool:
    """Whether an identity or residence number's last digit is the one that its others demand."""
    first = LETTERS.index(number[0]) + 10
    second = (LETTERS.index(number[1]) + 10) % 10 if number[1].isalpha() else int(number[1])
    digits = [first // 10, first % 10, second, *map(int, number[2:])]
    return sum(d * w for d, w in zip(digits, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True)) % 10 == 0


def test_identity_numbers_are_well_formed() -> None:
    spans = [span for item in items("personal_data") for span in item["spans"]]
    plain = [re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", span)).upper() for span in spans]
    numbers = [number for number in plain if ID.fullmatch(number)]
    assert len(numbers) >= 80
    assert all(checks(number) for number in numbers)
