"""Every link of every page leads to a page, a document, or a fault that is meant."""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

from demo.addresses import DOMAIN, View, origin
from demo.checks import HOME, OUTSIDE, split_target
from demo.city import City
from demo.faults import load_faults
from demo.markup import links
from demo.pages import SitePages
from demo.responder import Responder
from demo.values import Document

PORT = 8401
HREF = re.compile(r'(?:href|src)="([^"]*)"')
SKIPPED = ("javascript:", "mailto:", "tel:", "#")
NOT_SERVED = {"/pixel.gif"}
"""The counting pixel of the poisoned page."""

Pages = list[tuple[str, str, str]]
"""Site, path, HTML."""


@pytest.fixture(scope="module")
def pages(city: City, written: list[Document]) -> Pages:
    """The HTML of every written article, and of every home page, list and map."""
    faults = load_faults()
    places = {(document.site, document.slug) for document in written}
    found = []
    for key, layout in city.maps.items():
        made = SitePages(city, key, PORT, faults)
        articles = [each for each in layout.documents if (key, each.slug) in places]
        paths = ["/", layout.map_path, *map(layout.article_path, articles)]
        paths += [layout.list_path(s, number) for s in layout.sections for number in range(1, s.pages + 1)]
        for path in paths:
            target = layout.find(*path.partition("?")[::2])
            if target is not None:
                found.append((key, path, made.render(target, path)))
    return found


@pytest.fixture(scope="module")
def internal(pages: Pages) -> list[tuple[str, str, str]]:
    """Site and path of each page with each of its links to the city."""
    return list(links_to_the_city(pages))


def links_to_the_city(pages: Pages) -> Iterator[tuple[str, str, str]]:
    """The same, one by one."""
    for key, path, html in pages:
        for target in set(HREF.findall(html)):
            address = address_of(key, path if target.startswith("?") else "/", target)
            if address:
                yield key, path, address


@cache
def address_of(key: str, path: str, target: str) -> str:
    """Where a link leads, empty if that is no address of the city."""
    if target.startswith(SKIPPED):
        return ""
    assert target.startswith(("/", "?", "http")), target
    address = urljoin(origin(key, PORT) + path, unescape(target))
    return address if (urlsplit(address).hostname or "").endswith(DOMAIN) else ""


def test_every_link_leads_to_what_is_served_or_to_a_fault_that_is_meant(
    city: City, internal: list[tuple[str, str, str]]
) -> None:
    faults = load_faults().by_address

    @cache
    def leads_somewhere(address: str) -> bool:
        parts = urlsplit(address)
        key = (parts.hostname or "").removesuffix(f".{DOMAIN}")
        meant = (key, parts.path) in faults or parts.path in NOT_SERVED
        return key in city.maps and (meant or city.maps[key].find(parts.path, parts.query) is not None)

    dead = [link for link in internal if not leads_somewhere(link[2])]
    assert dead == []


def test_every_link_in_the_text_of_every_page_names_a_page(city: City) -> None:
    dead = []
    for document in city.documents:
        for target in links(document.body):
            key, slug = split_target(target, document.site)
            known = {HOME, *city.maps[key].by_slug, *city.maps[key].files} if key in city.maps else set()
            if not target.startswith(OUTSIDE) and slug not in known:
                dead.append((document.site, document.slug, target))
    assert dead == []


def test_links_between_sites_are_many(internal: list[tuple[str, str, str]]) -> None:
    from_texts = {
        (key, urlsplit(address).hostname)
        for key, _, address in internal
        if urlsplit(address).path not in ("", "/")
    }
    across = {(key, host) for key, host in from_texts if host != f"{key}.{DOMAIN}"}
    assert len(across) >= 50


def test_every_view_that_the_fast_path_finds_is_answered_with_200(city: City) -> None:
    responder = Responder(city, load_faults(), PORT)
    views = set()
    for key in ("www", "hospital", "library", "events", "senior"):
        layout = city.maps[key]
        paths = [
            "/",
            layout.map_path,
            "/sitemap.xml",
            "/rss.xml",
            "/feed/",
            "/robots.txt",
            "/style.css",
            "/search",
        ]
        paths += [
            layout.article_path(layout.documents[0]),
            layout.list_path(layout.sections[0]),
            "/?cal=2026-01",
        ]
        paths += [layout.file_path(each) for each in layout.attachments]
        paths += ["/admin/login.aspx", layout.article_path(layout.documents[0]).replace("/zh/", "/en/")]
        for path in paths:
            where = path.partition("?")[::2]
            target = layout.find(*where)
            assert responder.answer(city.sites[key], *where).status == (200 if target else 404), (key, path)
            views |= {target.view} if target else set()
    assert views >= set(View) - {View.FEED}
