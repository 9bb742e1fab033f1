"""How large the demo city is, counted from what its server sends."""

import re
from collections import Counter

import httpx
import pytest

from demo.addresses import DOMAIN
from demo.city import City
from demo.values import Document, Family
from tests.demo.visitor import Visitor

BANNER = "示範資料"
HAN = re.compile(r"[\u4e00-\u9fff]")
SIMPLIFIED = frozenset("这们说对时会问开门费价电话区务处办证请号图馆网为与业车东长过还进远运题页医药产补贴户学习发现关")
"""Characters that Traditional Chinese never uses."""

Texts = dict[tuple[str, str], str]


@pytest.fixture(scope="module")
def texts(visitor: Visitor) -> Texts:
    """Every article's page as it is served, by site and slug."""
    return {
        (document.site, document.slug): visitor.read(document.site, visitor.path(document))
        for document in visitor.city.documents
    }


def test_at_least_84_sites_of_at_least_28_agencies_are_served_and_listed(visitor: Visitor) -> None:
    front = visitor.open(f"http://{DOMAIN}/").text
    listed = re.findall(rf'<a href="http://([a-z0-9-]+)\.{re.escape(DOMAIN)}:{visitor.port}/">', front)
    assert len(set(listed)) == len(listed) >= 84
    assert len(re.findall(r"<section><h2>", front)) >= 28
    assert set(listed) == set(visitor.city.sites)


def test_every_site_answers_on_its_own_host_but_the_one_that_is_down(visitor: Visitor) -> None:
    down = []
    for key, site in visitor.city.sites.items():
        try:
            assert site.name in visitor.read(key), key
        except httpx.TransportError:
            down.append(key)
    assert down == ["archive"]


def test_an_unknown_host_gets_the_list_of_all_sites(visitor: Visitor) -> None:
    assert visitor.get("nowhere").text == visitor.open(f"http://{DOMAIN}/").text


def test_at_least_1500_pages_differ_and_are_in_traditional_chinese(texts: Texts) -> None:
    assert len(set(texts.values())) == len(texts) >= 1_500
    few = [place for place, text in texts.items() if len(HAN.findall(text)) < 150]
    simplified = {
        place: found for place, text in texts.items() if (found := sorted(SIMPLIFIED & set(text)))
    }
    assert (few, simplified) == ([], {})


def test_at_least_350_pages_are_written_and_some_on_every_site_that_is_up(
    written: list[Document], texts: Texts, city: City
) -> None:
    places = {(document.site, document.slug) for document in written}
    assert len(places) >= 350
    assert places <= set(texts)
    sites = Counter(site for site, _ in places)
    assert set(city.sites) - set(sites) == {"archive"}
    assert min(sites.values()) >= 2


def test_every_family_has_sites_and_written_pages(city: City, written: list[Document]) -> None:
    sites = Counter(site.family for site in city.sites.values())
    pages = Counter(city.sites[document.site].family for document in written)
    assert set(Family) == set(sites) == set(pages)
    assert len(Family) >= 5
    assert min(sites.values()) >= 5
    assert min(pages.values()) >= 40


def test_every_article_says_that_it_is_a_demo(texts: Texts) -> None:
    assert [place for place, text in texts.items() if BANNER not in text] == []


def test_every_other_page_says_that_it_is_a_demo(visitor: Visitor) -> None:
    silent = []
    for key, layout in visitor.city.maps.items():
        if key == "archive":
            continue
        lists = [layout.list_path(section) for section in layout.sections]
        for path in ("/", "/search", "/no-such-page", *lists):
            if BANNER not in visitor.text(key, visitor.get(key, path)):
                silent.append((key, path))
    assert silent == []
    assert BANNER in visitor.open(f"http://{DOMAIN}/").text
