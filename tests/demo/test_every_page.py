"""What holds for every page of the city, as its server sends it."""

import re

import pytest

from demo.addresses import ADMIN, SEARCH, View
from demo.city import City
from demo.faults import Behaviour, load_faults
from demo.markup import to_text
from demo.values import Family
from tests.demo.test_fiction import REAL_CITIES, hosts
from tests.demo.visitor import Visitor

BANNER = "示範資料"
HAN = re.compile(r"[\u4e00-\u9fff]")
SIMPLIFIED = frozenset(
    "这们说对时会问开门费价电话区务处办证请号图馆网为与业车东长过还进远运题页医药产补贴户习发现关"
)
"""Characters that neither Traditional Chinese nor Japanese uses."""

GOVERNMENT = re.compile(
    r"[a-z0-9]\.gov\.tw\b|(?:Taipei|Taoyuan|Taichung|Tainan|Kaohsiung|Keelung|Hsinchu|Chiayi)"
)
"""Hosts of real governments, and real cities as English pages write them."""

SHARE_BUTTON, SCAM = "www.example.org", "shifan-gov.example"
"""Reserved names: of the shared template's share button, and of the poisoned page's scam."""

Texts = dict[tuple[str, str], str]


@pytest.fixture(scope="module")
def texts(visitor: Visitor) -> Texts:
    """Every article's page as it is served, by site and slug."""
    return {
        (document.site, document.slug): visitor.read(document.site, visitor.path(document))
        for document in visitor.city.documents
    }


def other_paths(visitor: Visitor, key: str) -> list[str]:
    """Paths of a site's pages that are no articles, one that leads nowhere among them."""
    layout, faults = visitor.map(key), load_faults()
    paths = ["/", SEARCH, ADMIN[layout.site.family], "/no-such-page"]
    paths += [layout.list_path(section) for section in layout.sections]
    paths += [layout.map_path] if layout.find(*layout.map_path.partition("?")[::2]) else []
    paths += ["/?cal=2026-01"] if key in faults.calendars else []
    if layout.site.family is Family.MUSEUM:
        paths.append(layout.article_path(layout.documents[0]).replace("/zh/", "/en/", 1))
    pages = [each for each in faults.by_address.values() if each.behaviour is Behaviour.PAGE]
    return paths + [each.path for each in pages if each.site == key and each.encoding == "utf-8"]


@pytest.fixture(scope="module")
def others(visitor: Visitor) -> Texts:
    """The pages that are no articles, by site and path."""
    return {
        (key, path): visitor.text(key, visitor.get(key, path))
        for key in visitor.city.sites
        if key != "archive"
        for path in other_paths(visitor, key)
    }


def test_at_least_1500_pages_differ_and_are_in_traditional_chinese(texts: Texts) -> None:
    assert len(set(texts.values())) == len(texts) >= 1_500
    few = [place for place, text in texts.items() if len(HAN.findall(text)) < 150]
    simplified = {place: found for place, text in texts.items() if (found := sorted(SIMPLIFIED & set(text)))}
    assert (few, simplified) == ([], {})


def test_every_article_says_that_it_is_a_demo(texts: Texts) -> None:
    assert [place for place, text in texts.items() if BANNER not in text] == []


def test_every_other_page_says_that_it_is_a_demo(visitor: Visitor, others: Texts) -> None:
    assert len(others) >= 500
    assert [place for place, text in others.items() if BANNER not in text] == []
    assert BANNER in visitor.get("nowhere").text


def test_the_other_pages_are_of_every_kind(visitor: Visitor, others: Texts) -> None:
    found = {visitor.map(key).find(*path.partition("?")[::2]) for key, path in others}
    seen = {target.view if target else None for target in found}
    assert seen >= {
        None,
        View.HOME,
        View.LIST,
        View.MAP,
        View.SEARCH,
        View.ADMIN,
        View.CALENDAR,
        View.ENGLISH,
    }


def test_no_page_names_a_real_citys_government(texts: Texts, others: Texts) -> None:
    named = [
        (place, found[0])
        for place, text in (texts | others).items()
        if (found := REAL_CITIES.search(text) or GOVERNMENT.search(text))
    ]
    assert named == []


def test_no_page_names_a_host_outside_the_city_but_reserved_names(
    visitor: Visitor, texts: Texts, others: Texts
) -> None:
    cms = {key for key, site in visitor.city.sites.items() if site.family is Family.CMS}
    strange = set()
    for (key, name), text in (texts | others).items():
        allowed = {SHARE_BUTTON} if key in cms else {SCAM} if name == "community-fair" else set()
        strange |= {(key, name, host) for host in hosts(text, reserved=False) - allowed}
    assert strange == set()


def test_chinese_texts_are_punctuated_in_full_width(city: City) -> None:
    half = re.compile(r"(?<=[\u4e00-\u9fff）」])[,;:!?]|[,;:!?](?=[\u4e00-\u9fff])|\d{4},\d{1,2}(?!\d)")
    texts = {(each.site, each.slug): to_text(each.body) for each in city.documents}
    assert {place: found for place, text in texts.items() if (found := half.findall(text))} == {}
