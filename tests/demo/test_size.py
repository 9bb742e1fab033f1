"""How large the demo city is, counted from what its server sends."""

import re
from collections import Counter

import httpx

from demo.addresses import DOMAIN
from demo.city import City
from demo.values import Document, Family
from tests.demo.visitor import Visitor


def test_at_least_84_sites_of_at_least_28_agencies_are_served_and_listed(visitor: Visitor) -> None:
    front = visitor.open(f"http://{DOMAIN}/").text
    listed = re.findall(rf'<a href="http://([a-z0-9-]+)\.{re.escape(DOMAIN)}:{visitor.port}/">', front)
    assert len(set(listed)) == len(listed) >= 84
    assert len(re.findall(r"<section><h2>", front)) >= 28
    assert set(listed) == set(visitor.city.sites)


def test_every_sites_home_page_answers_on_its_own_host_but_the_one_that_is_down(visitor: Visitor) -> None:
    down = []
    for key, site in visitor.city.sites.items():
        try:
            assert site.name in visitor.read(key), key
        except httpx.TransportError:
            down.append(key)
    assert down == ["archive"]


def test_an_unknown_host_gets_the_list_of_all_sites(visitor: Visitor) -> None:
    assert visitor.get("nowhere").text == visitor.open(f"http://{DOMAIN}/").text


def test_at_least_350_pages_are_written_and_some_on_every_site_that_is_up(
    written: list[Document], city: City
) -> None:
    places = {(document.site, document.slug) for document in written}
    assert len(places) >= 350
    assert places <= {(document.site, document.slug) for document in city.documents}
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
