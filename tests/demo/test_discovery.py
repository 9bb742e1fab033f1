"""What sites offer to crawlers and their caches: sitemaps, feeds, robots.txt, validators; and where they do not."""

from email.utils import parsedate_to_datetime

import pytest
from lxml import etree
from protego import Protego

from demo.addresses import ADMIN, FEED, ROBOTS, SEARCH, XML_MAP
from demo.items import NEWEST, changed_at
from demo.values import Feature, Site
from tests.demo.visitor import Visitor

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def sites(visitor: Visitor, feature: Feature) -> tuple[list[Site], list[Site]]:
    """The sites that are up, with a feature and without it; both kinds must exist."""
    up = [site for site in visitor.city.sites.values() if site.key != "archive"]
    found = [site for site in up if feature in site.features], [s for s in up if feature not in s.features]
    assert all(len(group) >= 5 for group in found)
    return found


def test_some_sites_have_a_sitemap_xml_of_all_their_pages_and_others_none(visitor: Visitor) -> None:
    having, lacking = sites(visitor, Feature.SITEMAP_XML)
    for site in having:
        root = etree.fromstring(visitor.get(site.key, XML_MAP).content)
        addresses = {element.text for element in root.iter(LOC)}
        pages = {visitor.city.url(each, visitor.port) for each in visitor.map(site.key).documents}
        assert pages <= addresses, site.key
    assert {visitor.get(site.key, XML_MAP).status_code for site in lacking} == {404}


def test_some_sites_have_a_feed_of_their_newest_pages_and_others_none(visitor: Visitor) -> None:
    having, lacking = sites(visitor, Feature.RSS)
    for site in having:
        root = etree.fromstring(visitor.get(site.key, FEED[site.family]).content)
        addresses = [str(element.text) for element in root.iter("link")][1:]
        newest = max(each.updated for each in visitor.map(site.key).documents)
        pages = {visitor.city.url(each, visitor.port) for each in visitor.map(site.key).documents}
        assert set(addresses) <= pages, site.key
        assert len(addresses) == min(NEWEST, len(pages)), site.key
        assert visitor.open(addresses[0]).status_code == 200
        assert parsedate_to_datetime(str(root.findtext(".//item/pubDate"))) == changed_at(newest)
    assert {visitor.get(site.key, FEED[site.family]).status_code for site in lacking} == {404}


def test_some_sites_have_neither_sitemap_nor_feed(visitor: Visitor) -> None:
    either = {Feature.SITEMAP_XML, Feature.SITEMAP_ASPX, Feature.RSS}
    assert [site.key for site in visitor.city.sites.values() if not either & site.features]


def test_robots_txt_forbids_search_and_administration_and_no_article(visitor: Visitor) -> None:
    for site in visitor.city.sites.values():
        if site.key == "archive":
            continue
        rules = Protego.parse(visitor.get(site.key, ROBOTS).text)
        layout = visitor.map(site.key)
        for path in (SEARCH, ADMIN[site.family], "/cgi-bin/counter"):
            assert not rules.can_fetch(path, "askcity"), (site.key, path)
        for document in layout.documents:
            assert rules.can_fetch(layout.article_path(document), "askcity"), (site.key, document.slug)
        assert bool(list(rules.sitemaps)) == (Feature.SITEMAP_XML in site.features), site.key


def test_what_robots_txt_forbids_is_linked_and_answers(visitor: Visitor) -> None:
    assert ADMIN[visitor.city.sites["hr"].family] in visitor.read("hr")
    assert "管理者登入" in visitor.read("hr", "/admin/login.aspx")
    assert "搜尋結果" in visitor.read("hr", SEARCH)


@pytest.mark.parametrize(
    ("feature", "header", "question"),
    [
        (Feature.ETAG, "etag", "if_none_match"),
        (Feature.LAST_MODIFIED, "last-modified", "if_modified_since"),
    ],
)
def test_some_sites_let_pages_be_revalidated_and_others_do_not(
    visitor: Visitor, feature: Feature, header: str, question: str
) -> None:
    having, lacking = sites(visitor, feature)
    for site in having:
        path = visitor.path(visitor.map(site.key).documents[0])
        value = visitor.get(site.key, path).headers[header]
        again = visitor.get(site.key, path, **{question: value})
        assert (again.status_code, again.content) == (304, b""), site.key
        assert visitor.get(site.key, path, **{question: '"other"'}).status_code == 200
    for site in lacking:
        assert header not in visitor.get(site.key).headers, site.key


def test_some_sites_have_no_validator_at_all(visitor: Visitor) -> None:
    validators = {Feature.ETAG, Feature.LAST_MODIFIED}
    without = [site.key for site in visitor.city.sites.values() if not validators & site.features]
    assert len(without) >= 10
