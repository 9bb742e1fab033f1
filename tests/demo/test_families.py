"""The five page families, each told by the marks that cities' sites of its kind have."""

import json
import re
from html import unescape

import pytest

from demo.addresses import PAGE_SIZE, Section
from demo.pages import environment
from demo.values import Document, Family, Site
from tests.demo.visitor import Visitor, links_in


def sites_of(visitor: Visitor, family: Family) -> list[Site]:
    """The sites of a family that are up."""
    return [site for site in visitor.city.sites.values() if site.family is family and site.key != "archive"]


def first_page(visitor: Visitor, site: Site) -> Document:
    """The newest page of a site."""
    return visitor.map(site.key).documents[0]


def entry(html: str) -> str:
    """The entry of a weblog's page, without what surrounds it."""
    return html.partition("<article ")[2].partition("</article>")[0]


def long_section(visitor: Visitor, family: Family) -> tuple[str, Section]:
    """A section of a family that fills more than one list page, or its longest one."""
    found = [
        (site.key, section)
        for site in sites_of(visitor, family)
        for section in visitor.map(site.key).sections
    ]
    return max(found, key=lambda pair: len(pair[1].documents))


def test_the_shared_cms_has_mega_menu_breadcrumb_essay_and_numbered_addresses(visitor: Visitor) -> None:
    for site in sites_of(visitor, Family.CMS):
        document = first_page(visitor, site)
        html = visitor.read(site.key, visitor.path(document))
        assert re.search(r"/(cp|News_Content)\.aspx\?n=[0-9A-F]{8}", visitor.path(document)), site.key
        for mark in ('class="nav megamenu"', "simple-text breadcrumb", 'class="area-essay page-caption-p"'):
            assert html.count(mark) == 1, (site.key, mark)
        assert f"<h2>{document.title}</h2>" in html.replace("&amp;", "&"), site.key


def test_the_shared_cms_has_a_page_that_lists_the_whole_site(visitor: Visitor) -> None:
    for site in sites_of(visitor, Family.CMS):
        layout = visitor.map(site.key)
        assert re.fullmatch(r"/sitemap\.aspx\?n=[0-9A-F]{8}", layout.map_path)
        targets = set(links_in(visitor.read(site.key, layout.map_path)))
        assert {visitor.path(document) for document in layout.documents} <= targets, site.key
        assert layout.map_path in links_in(visitor.read(site.key)), site.key


def test_the_older_sites_are_tables_in_big5_that_do_not_always_say_so(visitor: Visitor) -> None:
    claims = set()
    for site in sites_of(visitor, Family.TABLE):
        for document in visitor.map(site.key).documents[:6]:
            answered = visitor.get(site.key, visitor.path(document))
            html = visitor.text(site.key, answered)
            assert document.title in unescape(html), (site.key, document.slug)
            assert "<div id" not in html
            assert re.search(r'<table width="\d+" align="center"', html)
            meta = re.search(r"text/html; charset=([\w-]+)", html)
            claims.add((answered.headers["content-type"], meta[1] if meta else ""))
            with pytest.raises(UnicodeDecodeError):
                answered.content.decode("utf-8")
    assert claims == {
        ("text/html; charset=big5", "big5"),
        ("text/html", "big5"),
        ("text/html", "utf-8"),
        ("text/html", ""),
    }


def test_museums_have_json_ld_canonical_addresses_and_english_twins(visitor: Visitor) -> None:
    for site in sites_of(visitor, Family.MUSEUM):
        document = first_page(visitor, site)
        html = visitor.read(site.key, visitor.path(document))
        stated = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
        assert stated
        assert json.loads(stated[1])["dateModified"] == document.updated.isoformat()
        assert f'rel="canonical" href="http://{site.key}.demo.localhost:{visitor.port}/zh/' in html
        english = visitor.read(site.key, visitor.path(document).replace("/zh/", "/en/", 1))
        assert "available in Chinese only" in english


def test_museums_show_opening_hours_as_a_definition_list(visitor: Visitor) -> None:
    html = visitor.article("library", "visit")
    hours = html.partition('<dl class="hours">')[2].partition("</dl>")[0]
    assert "<dt>星期二至星期六</dt>" in hours
    assert "<dd>08:30–21:00</dd>" in hours


def test_the_single_page_looking_sites_render_their_text_on_the_server(visitor: Visitor) -> None:
    for site in sites_of(visitor, Family.SPA):
        document = first_page(visitor, site)
        html = visitor.read(site.key, visitor.path(document))
        assert '<div id="app" data-server-rendered="true">' in html, site.key
        assert f'<div class="_77bc">{document.title}</div>' in html, site.key
        state = re.search(r"window\.__STATE__=(.*?);</script>", html)
        assert state
        assert json.loads(state[1])["page"]["title"] == document.title


def test_the_weblogs_have_entries_widgets_comments_and_numbered_twins(visitor: Visitor) -> None:
    for site in sites_of(visitor, Family.WP):
        document = first_page(visitor, site)
        html = visitor.read(site.key, visitor.path(document))
        for mark in ("WordPress", 'class="entry-content"', "widget_recent_entries", 'id="comments"'):
            assert mark in html, (site.key, mark)
        assert re.search(r'href="[^"]*\?replytocom=\d+#respond"', html), site.key
        number = visitor.map(site.key).post_number(document)
        twin = visitor.read(site.key, f"/?p={number}")
        assert entry(twin) == entry(html) != "", site.key


def test_all_sites_share_one_set_of_compiled_templates() -> None:
    assert environment() is environment()


@pytest.mark.parametrize("family", Family)
def test_a_list_goes_on_over_its_pages_and_repeats_the_last_one_beyond_them(
    visitor: Visitor, family: Family
) -> None:
    key, section = long_section(visitor, family)
    layout = visitor.map(key)
    pages = [visitor.read(key, layout.list_path(section, number)) for number in range(1, section.pages + 1)]
    assert section.pages == max(1, -(-len(section.documents) // PAGE_SIZE))
    listed = [
        {each.slug for each in section.documents if visitor.path(each) in links_in(html)} for html in pages
    ]
    for number, slugs in enumerate(listed, 1):
        assert {each.slug for each in section.page(number)} <= slugs
    beyond = visitor.read(key, layout.list_path(section, 99))
    assert links_in(beyond) == links_in(pages[-1])


def test_lists_of_the_shared_cms_and_of_others_fill_more_than_one_page(visitor: Visitor) -> None:
    several = {
        site.family
        for site in visitor.city.sites.values()
        for section in visitor.map(site.key).sections
        if section.pages > 1
    }
    assert several >= {Family.CMS, Family.WP, Family.SPA}
