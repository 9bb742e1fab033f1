"""Which address of a site leads to what: every family has its own way of writing addresses."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from urllib.parse import parse_qsl, quote

from demo import seeded
from demo.values import Attachment, Document, Family, Feature, Kind, Site

DOMAIN = "demo.localhost"
PAGE_SIZE = 20
TELLING = frozenset({"n", "s", "id", "sec", "u", "p"})
"""Parameters that choose what is shown; any others are ignored, so that one page has many addresses."""
WP_PAGE = re.compile(r"/page/(\d+)/?$")


class View(StrEnum):
    """What an address can lead to."""

    HOME = "home"
    LIST = "list"
    ARTICLE = "article"
    ENGLISH = "english"
    MAP = "map"
    XML_MAP = "xml-map"
    FEED = "feed"
    ROBOTS = "robots"
    STYLE = "style"
    FILE = "file"
    SEARCH = "search"
    ADMIN = "admin"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Section:
    """A list of pages under one heading, the newest first."""

    name: str
    id: str
    documents: tuple[Document, ...]

    @property
    def pages(self) -> int:
        """How many list pages the section fills."""
        return max(1, -(-len(self.documents) // PAGE_SIZE))

    def page(self, number: int) -> tuple[Document, ...]:
        """What one list page shows; numbers out of range show the first or the last one."""
        inside = min(max(number, 1), self.pages)
        return self.documents[(inside - 1) * PAGE_SIZE : inside * PAGE_SIZE]


@dataclass(frozen=True, slots=True)
class Target:
    """What an address leads to."""

    view: View
    document: Document | None = None
    section: Section | None = None
    attachment: Attachment | None = None
    page: int = 1


ARTICLE = {
    Family.CMS: "/cp.aspx?n={id}",
    Family.TABLE: "/default.asp?id={number}",
    Family.MUSEUM: "/zh/{group}/{slug}",
    Family.SPA: "/page/{slug}",
    Family.WP: "/{slug}/",
}
LIST = {
    Family.CMS: "/News.aspx?n={id}",
    Family.TABLE: "/list.asp?sec={number}",
    Family.MUSEUM: "/zh/list/{id}",
    Family.SPA: "/list/{id}",
    Family.WP: "/category/{id}/",
}
NEXT = {
    Family.CMS: "&page={page}&PageSize=20",
    Family.TABLE: "&page={page}",
    Family.MUSEUM: "?page={page}",
    Family.SPA: "?page={page}",
    Family.WP: "page/{page}/",
}
FEED = {
    Family.CMS: "/OpenData.aspx?SN=RSS",
    Family.TABLE: "/rss.asp",
    Family.MUSEUM: "/rss.xml",
    Family.SPA: "/rss.xml",
    Family.WP: "/feed/",
}
ADMIN = {
    Family.CMS: "/admin/login.aspx",
    Family.TABLE: "/admin/login.asp",
    Family.MUSEUM: "/admin/",
    Family.SPA: "/admin/",
    Family.WP: "/wp-admin/",
}
STYLE, ROBOTS, XML_MAP, SEARCH = "/style.css", "/robots.txt", "/sitemap.xml", "/search"
NEWS = frozenset({Kind.NEWS, Kind.NOTICE, Kind.EVENT})
MUSEUM_GROUPS = {Kind.EVENT: "exhibitions", Kind.NEWS: "news", Kind.NOTICE: "news"}


def origin(key: str, port: int) -> str:
    """Scheme, host and port of a site."""
    return f"http://{key}.{DOMAIN}:{port}"


def identifier(*names: str) -> str:
    """The stable number, in hexadecimal, that a content management system gives to a page or list."""
    return seeded.digest(*names)[:8].upper()


def number_of(id: str) -> int:
    """The same number as older systems write it."""
    return int(id, 16) % 900_000 + 100_000


@dataclass(frozen=True)
class SiteMap:
    """One site's pages and files, the addresses that they have, and the way back from an address."""

    site: Site
    documents: tuple[Document, ...]
    attachments: tuple[Attachment, ...]

    @cached_property
    def by_slug(self) -> Mapping[str, Document]:
        """The pages by slug."""
        return {document.slug: document for document in self.documents}

    @cached_property
    def files(self) -> Mapping[str, Attachment]:
        """The documents to download by file name."""
        return {attachment.filename: attachment for attachment in self.attachments}

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The site's sections, by name."""
        names = sorted({document.section[0] for document in self.documents})
        return tuple(
            Section(
                name,
                identifier(self.site.key, "section", name),
                tuple(document for document in self.documents if document.section[0] == name),
            )
            for name in names
        )

    def section_of(self, document: Document) -> Section:
        """The section that lists a page."""
        return next(section for section in self.sections if section.name == document.section[0])

    def article_path(self, document: Document) -> str:
        """Path and query of a page."""
        id = identifier(self.site.key, document.slug)
        if self.site.family is Family.CMS and document.kind in NEWS:
            return f"/News_Content.aspx?n={self.section_of(document).id}&s={id}"
        group = MUSEUM_GROUPS.get(document.kind, "visit")
        return ARTICLE[self.site.family].format(id=id, number=number_of(id), group=group, slug=document.slug)

    def list_path(self, section: Section, page: int = 1) -> str:
        """Path and query of one page of a section's list."""
        first = LIST[self.site.family].format(id=section.id, number=number_of(section.id))
        return first if page == 1 else first + NEXT[self.site.family].format(page=page)

    def file_path(self, attachment: Attachment) -> str:
        """Path and query of a document to download."""
        if self.site.family is Family.CMS:
            name = base64.urlsafe_b64encode(
                f"{attachment.title}.{attachment.format.extension}".encode()
            ).decode()
            return (
                f"/Download.ashx?u={identifier(self.site.key, 'file', attachment.filename)}&n={quote(name)}"
            )
        folder = "/wp-content/uploads" if self.site.family is Family.WP else "/files"
        return f"{folder}/{attachment.filename}"

    @property
    def map_path(self) -> str:
        """Path and query of the page that lists the whole site (網站導覽)."""
        return f"/sitemap.aspx?n={identifier(self.site.key, 'sitemap')}"

    @cached_property
    def _targets(self) -> Mapping[str, Target]:
        site = self.site
        fixed = {"/": View.HOME, STYLE: View.STYLE, ROBOTS: View.ROBOTS, SEARCH: View.SEARCH}
        fixed[ADMIN[site.family]] = View.ADMIN
        if Feature.SITEMAP_ASPX in site.features:
            fixed[self.map_path] = View.MAP
        if Feature.SITEMAP_XML in site.features:
            fixed[XML_MAP] = View.XML_MAP
        if Feature.RSS in site.features:
            fixed[FEED[site.family]] = View.FEED
        targets = {_key(*path.partition("?")[::2]): Target(view) for path, view in fixed.items()}
        for section in self.sections:
            targets[_key(*self.list_path(section).partition("?")[::2])] = Target(View.LIST, section=section)
        for attachment in self.attachments:
            path = self.file_path(attachment)
            targets[_key(*path.partition("?")[::2])] = Target(View.FILE, attachment=attachment)
        for document in self.documents:
            targets |= self._article_targets(document)
        return targets

    def _article_targets(self, document: Document) -> dict[str, Target]:
        """A page's own address and its other ones: by number on weblogs, its English twin on museums' sites."""
        path = self.article_path(document)
        targets = {_key(*path.partition("?")[::2]): Target(View.ARTICLE, document=document)}
        if self.site.family is Family.WP:
            targets[_key("/", f"p={self.post_number(document)}")] = Target(View.ARTICLE, document=document)
        if self.site.family is Family.MUSEUM:
            targets[path.replace("/zh/", "/en/", 1)] = Target(View.ENGLISH, document=document)
        return targets

    def post_number(self, document: Document) -> int:
        """The number by which a weblog knows a post."""
        return number_of(identifier(self.site.key, document.slug))

    def find(self, path: str, query: str) -> Target | None:
        """What an address leads to, None where there is nothing."""
        parameters = dict(parse_qsl(query))
        if "cal" in parameters and self.site.family is Family.WP:
            return Target(View.CALENDAR)
        numbered = WP_PAGE.search(path)
        page = numbered[1] if numbered else parameters.get("page", "1")
        found = self._targets.get(_key(WP_PAGE.sub("/", path), query))
        if found is None or found.view is not View.LIST:
            return found
        return Target(View.LIST, section=found.section, page=int(page) if page.isdecimal() else 1)


def _key(path: str, query: str) -> str:
    """The part of an address that tells what to show."""
    telling = sorted((name, value) for name, value in parse_qsl(query) if name in TELLING)
    return f"{path.rstrip('/') or '/'}?{telling}" if telling else path.rstrip("/") or "/"
