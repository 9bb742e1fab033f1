"""What a page says of itself outside its text: title, meta elements, JSON-LD, canonical address."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from crawler.extract.dates import days
from crawler.extract.links import resolve
from crawler.extract.tree import Element, clean, squeezed
from crawler.page import Link

METAS = etree.XPath("//meta[@content]")
LD = etree.XPath("//script[@type='application/ld+json']/text()", smart_strings=False)
CANONICAL = etree.XPath("//link[@rel='canonical']/@href", smart_strings=False)
UPDATED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
)
PUBLISHED = (
    "article:published_time",
    "datepublished",
    "dc.date",
    "dcterms.created",
    "dc.date.created",
    "pubdate",
)
MAX_LD = 200_000


@dataclass(frozen=True, slots=True)
class Head:
    """A page's statements about itself; `metas` by lower-case name or property."""

    title: str
    metas: Mapping[str, str]
    canonical_url: str | None
    linked_data: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    site_names: frozenset[str] = frozenset()
    """Parts of the title, squeezed, that the page's links to the start page show: the site's own name."""

    @property
    def updated_on(self) -> date | None:
        """When the page was changed last, or published."""
        for names, key in ((UPDATED, "dateModified"), (PUBLISHED, "datePublished")):
            values = [self.metas[name] for name in names if name in self.metas]
            values += [str(item[key]) for item in self.linked_data if key in item]
            for value in values:
                if (day := day_of(value)) is not None:
                    return day
        return None

    @property
    def event(self) -> tuple[date | None, date | None]:
        """First and last day of the event that the page is about, where it states one."""
        events = [item for item in self.linked_data if "Event" in str(item.get("@type"))]
        if len(events) != 1:
            return None, None
        start, end = (day_of(str(events[0].get(key, ""))) for key in ("startDate", "endDate"))
        return start, end or start


def read_head(root: Element, url: str, base: str, links: Sequence[Link] = ()) -> Head:
    """Reads the head of a page; `url` is the page's address, `links` are all that it has."""
    metas: dict[str, str] = {}
    for meta in METAS(root):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        metas.setdefault(name, clean(meta.get("content", "")))
    title = root.find(".//title")
    text = "" if title is None else clean("".join(title.itertext()))
    names = _site_names(f"{metas.get('og:title', '')} {text}", url, links)
    return Head(text, metas, _canonical(root, url, base), tuple(_linked_data(root)), names)


def day_of(value: str) -> date | None:
    """The day at the beginning of an ISO time stamp, or any other full date."""
    return next((day for day, _, _ in days(value.split("T", maxsplit=1)[0])), None)


def _site_names(titles: str, url: str, links: Sequence[Link]) -> frozenset[str]:
    own = urlsplit(url)
    starts = (
        squeezed(link.text)
        for link in links
        if urlsplit(link.url).netloc == own.netloc and urlsplit(link.url).path in ("", "/")
    )
    return frozenset(name for name in starts if len(name) > 1 and name in squeezed(titles))


def _canonical(root: Element, url: str, base: str) -> str | None:
    """The canonical address, unless it is another host's or a site's start page given for every page."""
    target = next((resolve(base, href) for href in CANONICAL(root)), None)
    if target is None or urlsplit(target).hostname != urlsplit(url).hostname:
        return None
    is_start, was_start = (
        urlsplit(address).path in ("", "/") and not urlsplit(address).query for address in (target, url)
    )
    return None if is_start and not was_start else target


def _linked_data(root: Element) -> Iterator[Mapping[str, Any]]:
    for text in LD(root):
        try:
            document = json.loads(text[:MAX_LD])
        except (ValueError, RecursionError):
            continue
        for item in document if isinstance(document, list) else [document]:
            if isinstance(item, dict):
                yield item
                graph = item.get("@graph")
                yield from (
                    part for part in (graph if isinstance(graph, list) else []) if isinstance(part, dict)
                )
