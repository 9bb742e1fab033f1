"""Extraction against the demo city's own texts: F1 for each page family, over every written page and some derived.

`python -m tests.extract.test_gold` prints the figures.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from statistics import mean
from urllib.parse import unquote, urlsplit

import httpx
import pytest

from crawler.extract import extract
from crawler.page import Dropped, Extracted, Fetched
from demo.addresses import origin
from demo.city import City, load_city
from demo.content import CONTENT, read_documents
from demo.markup import to_text
from demo.server import running
from demo.values import Attachment, Document, Family, Format, Gold
from tests.demo.visitor import hurried
from tests.extract.f1 import f1

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
TODAY = date(2026, 11, 23)
FLOOR = 0.97
ENOUGH, DERIVED = 60, 20
"""Pages that a family is measured on at least, and how many of them are derived from tables at least."""
ATTACHMENTS = "attachments"
GROUPS = (*Family, ATTACHMENTS)

Get = Callable[[str], Fetched]


@dataclass(frozen=True, slots=True)
class Score:
    """One page or document: its F1, what extraction made of it, what it should have, what it should lead to."""

    f1: float
    place: str
    found: Extracted | Dropped
    gold: Gold
    written: bool = True
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One group's line of the table."""

    group: str
    pages: int
    mean: float
    worst: Score


@cache
def scores() -> dict[str, tuple[Score, ...]]:
    """Every written page, a sample of the derived ones, every document with text, by group, from a running city."""
    city = hurried(load_city(TODAY))
    with running(city) as port, _getting(port) as get:
        return {
            **{family: tuple(_scored(city, family, port, get)) for family in Family},
            ATTACHMENTS: tuple(_documents(city, port, get)),
        }


@cache
def written_places() -> frozenset[tuple[str, str]]:
    """Site and slug of the pages that were written by hand."""
    return frozenset((each.site, each.slug) for _, each in read_documents(CONTENT, TODAY))


def figures() -> list[Figure]:
    """The table: a group's pages, their mean F1, and the worst of them."""
    return [
        Figure(group, len(found), mean(each.f1 for each in found), min(found, key=lambda each: each.f1))
        for group, found in scores().items()
    ]


def _scored(city: City, family: Family, port: int, get: Get) -> Iterator[Score]:
    written, derived = _sample(city, family)
    for document in (*written, *derived):
        site, layout = city.sites[document.site], city.maps[document.site]
        address = city.url(document, port)
        found, gold = extract(get(address), site.agency), city.gold(address)
        yield Score(
            f1=_f1(found, gold.text),
            place=f"{document.site}/{document.slug}",
            found=found,
            gold=gold,
            written=document in written,
            documents=tuple(_address(city, layout.files[name], port) for name in document.attachments),
        )


def _sample(city: City, family: Family) -> tuple[list[Document], list[Document]]:
    """All written pages of a family, and derived ones drawn with a fixed seed."""
    places = written_places()
    pages = [each for each in city.documents if city.sites[each.site].family is family]
    written = [each for each in pages if (each.site, each.slug) in places]
    derived = [each for each in pages if (each.site, each.slug) not in places]
    count = max(DERIVED, ENOUGH - len(written))
    return written, random.Random(f"gold {family}").sample(derived, count)


def _documents(city: City, port: int, get: Get) -> Iterator[Score]:
    for each in city.attachments:
        if each.format is not Format.SCAN:
            gold = _gold_of(city, each)
            found = extract(get(_address(city, each, port)), city.sites[each.site].agency)
            yield Score(_f1(found, gold.text), f"{each.site}/{each.filename}", found, gold)


def _gold_of(city: City, attachment: Attachment) -> Gold:
    """What a reader should get from a document; it states no days."""
    pages = city.maps[attachment.site].documents
    page = next(each for each in pages if attachment.filename in each.attachments)
    return Gold(attachment.title, to_text(attachment.body), page.updated, None, None, page.kind)


def _address(city: City, attachment: Attachment, port: int) -> str:
    return origin(attachment.site, port) + city.maps[attachment.site].file_path(attachment)


@contextmanager
def _getting(port: int) -> Iterator[Get]:
    """Fetches from the server on a port, whatever host an address names."""
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:

        def get(address: str) -> Fetched:
            parts = urlsplit(address)
            answered = client.get(f"{parts.path}?{parts.query}".rstrip("?"), headers={"host": parts.netloc})
            return Fetched(address, answered.status_code, dict(answered.headers), answered.content, NOW)

        yield get


def _f1(found: Extracted | Dropped, gold: str) -> float:
    return f1(found.markdown, gold) if isinstance(found, Extracted) else 0.0


def wrong(group: str, is_wrong: Callable[[Extracted, Gold], bool]) -> list[str]:
    """The places of a group where extraction gave no page or a wrong one."""
    return [
        each.place
        for each in scores()[group]
        if not isinstance(each.found, Extracted) or is_wrong(each.found, each.gold)
    ]


@pytest.mark.parametrize("group", GROUPS)
def test_a_familys_pages_are_extracted_as_they_were_written(group: str) -> None:
    (figure,) = [each for each in figures() if each.group == group]
    assert figure.mean >= FLOOR, f"{figure.mean:.4f}, worst {figure.worst.place} {figure.worst.f1:.4f}"


@pytest.mark.parametrize("group", GROUPS)
def test_pages_derived_from_tables_do_not_raise_a_familys_figure(group: str) -> None:
    assert mean(each.f1 for each in scores()[group] if each.written) >= FLOOR


def test_every_family_is_measured_on_enough_pages_and_on_all_that_were_written() -> None:
    pages = {figure.group: figure.pages for figure in figures()}
    assert set(pages) == set(GROUPS)
    assert min(pages[family] for family in Family) >= ENOUGH
    assert pages[ATTACHMENTS] >= 20
    measured = {each.place for family in Family for each in scores()[family] if each.written}
    assert measured == {"/".join(place) for place in written_places()}
    assert len(measured) >= 350


def test_no_page_is_dropped() -> None:
    assert [
        each.place for found in scores().values() for each in found if isinstance(each.found, Dropped)
    ] == []


def test_the_scans_are_dropped_as_empty() -> None:
    city = load_city(TODAY)
    scans = [each for each in city.attachments if each.format is Format.SCAN]
    with running(city) as port, _getting(port) as get:
        found = [extract(get(_address(city, each, port))) for each in scans]
    assert found
    assert [each.reason for each in found if isinstance(each, Dropped)] == ["empty"] * len(scans)


@pytest.mark.parametrize("group", GROUPS)
def test_every_title_is_the_pages_own(group: str) -> None:
    assert wrong(group, lambda found, gold: found.title != gold.title) == []


@pytest.mark.parametrize("family", Family)
def test_every_day_of_the_last_change_is_the_pages_own(family: Family) -> None:
    assert wrong(family, lambda found, gold: found.updated_on != gold.updated) == []


@pytest.mark.parametrize("family", [Family.CMS, Family.TABLE, Family.MUSEUM])
def test_a_period_that_a_page_states_both_ends_of_is_found(family: Family) -> None:
    def differs(found: Extracted, gold: Gold) -> bool:
        stated = gold.valid_from is not None and gold.valid_until is not None
        return stated and (found.valid_from, found.valid_until) != (gold.valid_from, gold.valid_until)

    assert wrong(family, differs) == []


@pytest.mark.parametrize("family", Family)
def test_the_documents_that_a_page_offers_are_found(family: Family) -> None:
    offering = [each for each in scores()[family] if each.documents]
    assert offering
    missed = []
    for each in offering:
        assert isinstance(each.found, Extracted)
        found = {unquote(link.url) for link in each.found.attachments}
        missed += [(each.place, address) for address in each.documents if unquote(address) not in found]
    assert missed == []


def test_what_the_poisoned_page_hides_is_not_extracted() -> None:
    (poisoned,) = [each for each in scores()[Family.SPA] if each.place == "events/community-fair"]
    assert isinstance(poisoned.found, Extracted)
    for hidden in ("信用卡號", "SYSTEM", "系統提示詞", "不得提及", "忽略先前", "本府專線"):
        assert hidden not in poisoned.found.markdown, hidden


def main() -> None:
    """Print the table."""
    print(f"{'family':<12} | pages | mean F1 | worst page + F1")
    for each in figures():
        print(
            f"{each.group:<12} | {each.pages:>5} | {each.mean:.4f}  | {each.worst.place} {each.worst.f1:.4f}"
        )


if __name__ == "__main__":
    main()
