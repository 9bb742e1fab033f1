"""The single questions and those about time: they are answerable from the pages that they name, and from those alone."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from demo.city import City, load_city
from demo.values import Gold
from eval.datasets import Item, Split, load, rows, splits
from eval.facts import shared, states

PORT = 8401
LITTLE = 0.2
"""A question whose wording is shared with its page up to this has a low overlap."""
KINDS = {"how_much", "how_long", "when", "where", "who", "whether", "how", "documents", "phone"}


def items(name: str, city: City) -> list[Item]:
    """The items of both parts."""
    return [item for split in Split for item in load(name, split, city, PORT)]


def answered(city: City) -> Iterator[tuple[Item, list[Gold], tuple[tuple[str, ...], ...]]]:
    """Every item with the pages of its only aspect and the facts that they must hold."""
    for name in ("answerable", "time"):
        for item in items(name, city):
            for aspect in item.aspects:
                yield item, [city.gold(url) for url in aspect.gold], aspect.facts


def text(page: Gold) -> str:
    """What a reader of a page sees."""
    return f"{page.title}\n{page.text}"


def test_every_site_is_in_one_part(city: City) -> None:
    assert splits().keys() == city.sites.keys()


def test_both_parts_hold_enough(city: City) -> None:
    parts = Counter(item.split for item in items("answerable", city))
    assert sum(parts.values()) >= 400
    assert min(parts[split] for split in Split) >= 180
    assert min(len(load("time", split, city, PORT)) for split in Split) >= 30


def test_ids_and_phrasings_are_unique() -> None:
    every = [row for name in ("answerable", "time") for row in rows(name)]
    assert [key for key, times in Counter(row["id"] for row in every).items() if times > 1] == []
    assert [asked for asked, times in Counter(row["question"] for row in every).items() if times > 1] == []


@pytest.mark.parametrize("name", ["answerable", "time"])
def test_items_keep_to_the_sites_of_their_part(name: str, city: City) -> None:
    of_site = splits()
    for row in rows(name):
        pages = [*row.get("pages", []), *row.get("not_pages", []), *row.get("among", [])]
        sites = {row["site"], *(page.split("/")[0] for page in pages)}
        assert {of_site[site] for site in sites} == {row["split"]}, row["id"]


@pytest.mark.parametrize("name", ["answerable", "time"])
def test_the_agency_is_that_of_the_site(name: str, city: City) -> None:
    for row in rows(name):
        assert row["agency"] == city.sites[row["site"]].agency.removeprefix("示範市政府"), row["id"]


def test_every_page_states_every_fact(city: City) -> None:
    for item, pages, facts in answered(city):
        assert pages, item.id
        assert [fact for fact in facts for page in pages if not states(text(page), fact)] == [], item.id


def test_the_first_spelling_is_the_first_pages_own(city: City) -> None:
    for item, pages, facts in answered(city):
        assert [fact for fact in facts if not states(text(pages[0]), fact[:1])] == [], item.id


def test_questions_ask_for_every_kind_of_answer(city: City) -> None:
    kinds = Counter(item.kind for item in items("answerable", city))
    assert kinds.keys() == KINDS
    assert min(kinds.values()) >= 10


def test_half_of_the_questions_share_little_wording_with_their_pages(city: City) -> None:
    every = items("answerable", city)
    for item in every:
        nearest = max(
            shared(item.question, text(city.gold(url))) for aspect in item.aspects for url in aspect.gold
        )
        assert item.overlap == ("low" if nearest <= LITTLE else "high"), item.id
    assert sum(item.overlap == "low" for item in every) >= len(every) / 2


@pytest.mark.parametrize("day", [date(2026, 11, 26), date(2026, 12, 30), date(2027, 6, 13)])
def test_questions_about_time_hold_on_any_day(day: date) -> None:
    city = load_city(day)
    every = items("time", city)
    assert len(every) >= 60
    for item in every:
        gold = {url for aspect in item.aspects for url in aspect.gold}
        assert gold or item.not_gold, item.id
        assert not gold & set(item.not_gold), item.id
        assert "{{" not in item.question
        for aspect in item.aspects:
            for url in aspect.gold:
                assert [fact for fact in aspect.facts if not states(text(city.gold(url)), fact)] == [], (
                    item.id
                )


def test_what_must_not_be_cited_is_over_by_then(city: City) -> None:
    for item in items("time", city):
        for url in item.not_gold if item.kind == "over" else ():
            until = city.gold(url).valid_until
            assert until is not None, item.id
            assert until < item.now.date(), item.id


def test_rows_name_their_pages_once() -> None:
    def repeated(row: dict[str, Any]) -> list[str]:
        return [page for page, times in Counter(row.get("pages", [])).items() if times > 1]

    assert [row["id"] for name in ("answerable", "time") for row in rows(name) if repeated(row)] == []
