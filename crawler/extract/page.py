"""One HTML page: the order in which its facts are read and its tree is reduced to the content."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lxml import etree

from crawler.extract.blocks import Block, to_markdown
from crawler.extract.chrome import publication_data, remove_chrome, remove_metadata, remove_related
from crawler.extract.contact import contact_of
from crawler.extract.content import find_content
from crawler.extract.dates import first_day
from crawler.extract.head import Head, read_head
from crawler.extract.judging import drop_reason, kind_of
from crawler.extract.lines import plain, stamp_items, without_stamps
from crawler.extract.links import all_links, base_of, is_document
from crawler.extract.periods import period_of
from crawler.extract.provenance import agency_of, breadcrumb_of, updated_on, without_own_title
from crawler.extract.render import Renderer, without_title
from crawler.extract.sheets import Selector
from crawler.extract.state import content_in, state_documents
from crawler.extract.title import choose_title, fallback_title, page_heading
from crawler.extract.tree import Element, body_of, clean, parse, text_of
from crawler.extract.visibility import hidden_by_style_sheet, remove_hidden, remove_unrendered
from crawler.page import Dropped, DropReason, Extracted, Link

PASSWORD = etree.XPath("boolean(//input[@type='password'])", smart_strings=False)


@dataclass(frozen=True, slots=True)
class Source:
    """What extraction is told of a page beside its text: address, day of fetching, agency of its site (may be empty)."""

    url: str
    today: date
    site_agency: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What is read from a page before its tree is cut down."""

    head: Head
    base: str
    links: tuple[Link, ...]
    hidden: tuple[Selector, ...]
    has_password: bool
    state: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """The main content: its blocks, the links in them, and the publication data that stood around it."""

    title: str
    blocks: list[Block]
    links: tuple[Link, ...]
    stamps: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Where the page stands, whose it is, of when."""

    breadcrumb: tuple[str, ...]
    agency: str | None
    unit: str
    updated_on: date | None
    stated: tuple[str, ...]
    """Publication data that stand apart from the text, one item each."""


def extract_page(text: str, source: Source) -> Extracted | Dropped:
    """The page in an HTML text, or why it is none."""
    root = parse(text)
    if root is None:
        return Dropped(DropReason.EMPTY, "no markup")
    body, outline = body_of(root), _outline(root, source.url)
    remove_unrendered(root)
    crumbs = remove_chrome(body)
    remove_hidden(root, outline.hidden)
    breadcrumb = breadcrumb_of(body, crumbs, outline.head)
    page_text = text_of(body)
    agency, unit = agency_of(page_text, source.site_agency)
    updated = updated_on(body, page_text, outline.head, source.today)
    stated = publication_data(body)
    content = _content(body, outline, breadcrumb, source)
    markdown = to_markdown(content.blocks)
    title = content.title or outline.head.title
    refusal = drop_reason(title, clean(plain(markdown)), page_text, has_password=outline.has_password)
    if refusal is not None:
        return replace(refusal, links=outline.links) if refusal.reason is DropReason.EMPTY else refusal
    stated += stamp_items(content.stamps)
    facts = Facts(breadcrumb, agency, unit, updated or first_day(content.stamps, source.today), tuple(stated))
    return _extracted(content, markdown, facts, outline, source.url)


def _extracted(content: Content, markdown: str, facts: Facts, outline: Outline, url: str) -> Extracted:
    title = content.title or fallback_title(markdown, facts.breadcrumb, url)
    start, end = period_of(title, "\n".join([markdown, *facts.stated]), outline.head, facts.updated_on)
    return Extracted(
        title=title,
        kind=kind_of(content.blocks, content.links, url),
        markdown=markdown,
        breadcrumb=without_own_title(facts.breadcrumb, title),
        agency=facts.agency,
        updated_on=facts.updated_on,
        valid_from=start,
        valid_until=end,
        contact=contact_of(markdown, facts.unit),
        attachments=tuple(dict.fromkeys(link for link in content.links if is_document(link.url, link.text))),
        links=outline.links,
        canonical_url=outline.head.canonical_url,
    )


def _outline(root: Element, url: str) -> Outline:
    base = base_of(root, url)
    links = all_links(root, base)
    head = read_head(root, url, base, links)
    return Outline(
        head, base, links, hidden_by_style_sheet(root), bool(PASSWORD(root)), state_documents(root)
    )


def _content(body: Element, outline: Outline, breadcrumb: tuple[str, ...], source: Source) -> Content:
    """The content in the page's tree; where that is empty, the one in its scripts."""
    heading = page_heading(outline.head, body, breadcrumb, source.site_agency)
    title = choose_title(outline.head, body, heading, source.site_agency)
    found = _rendered(find_content(body, heading), outline.base, title)
    if found.blocks or not outline.state:
        return found
    state_title, state_html = content_in(outline.state)
    tree = parse(state_html) if state_html else None
    if tree is None:
        return found
    remove_unrendered(tree)
    remove_hidden(tree, outline.hidden)
    return _rendered(body_of(tree), outline.base, clean(state_title) or title)


def _rendered(content: Element, base: str, title: str) -> Content:
    remove_metadata(content)
    remove_related(content)
    renderer = Renderer(base)
    blocks, stamps = without_stamps(without_title(renderer.render(content), title))
    return Content(title, blocks, tuple(_still_there(renderer.inliner.links, blocks)), stamps)


def _still_there(links: list[Link], blocks: list[Block]) -> Iterator[Link]:
    """The links of blocks that were kept."""
    text = "\n".join(block.text for block in blocks)
    return (
        link
        for link in links
        if f"]({link.url.replace('(', '%28').replace(')', '%29')})" in text or link.text in text
    )
