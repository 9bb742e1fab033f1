"""The values of the demo city: its sites, its pages, its documents to download."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Family(StrEnum):
    """The kinds of template that cities' sites are built with."""

    CMS = "cms"
    TABLE = "table"
    MUSEUM = "museum"
    SPA = "spa"
    WP = "wp"


class Feature(StrEnum):
    """What a site's server can do beyond serving pages, or does wrong."""

    ETAG = "etag"
    LAST_MODIFIED = "lastmod"
    SITEMAP_ASPX = "sitemap-aspx"
    SITEMAP_XML = "sitemap-xml"
    RSS = "rss"
    SLOW = "slow"
    DOWN = "down"


class Kind(StrEnum):
    """What a page is about."""

    SERVICE = "service"
    FAQ = "faq"
    RULE = "rule"
    PLACE = "place"
    EVENT = "event"
    NOTICE = "notice"
    NEWS = "news"
    ABOUT = "about"


class Format(StrEnum):
    """File formats of documents to download; a scan is a PDF that holds a picture only."""

    ODT = "odt"
    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"
    SCAN = "scan"

    @property
    def extension(self) -> str:
        """What the file's name ends with, without the dot."""
        return "pdf" if self is Format.SCAN else self.value


OFFICE_HOURS = "週一至週五 08:00–12:00、13:30–17:30"
"""When offices are open that state no hours of their own."""


@dataclass(frozen=True, slots=True)
class Site:
    """One site of the city, as `content/sites.toml` states it."""

    key: str
    name: str
    agency: str
    category: str
    family: Family
    features: frozenset[Feature]
    phone: str
    address: str
    hours: str = OFFICE_HOURS


@dataclass(frozen=True, slots=True)
class Document:
    """One page of a site: Markdown with all dates filled in; `planted` names a trap that the page is part of."""

    site: str
    slug: str
    title: str
    kind: Kind
    section: tuple[str, ...]
    updated: date
    body: str
    valid_from: date | None = None
    valid_until: date | None = None
    unit: str = ""
    tags: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    planted: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document to download, before it is written in its format."""

    site: str
    name: str
    title: str
    format: Format
    body: str

    @property
    def filename(self) -> str:
        """The name under which a page refers to it."""
        return f"{self.name}.{self.format.extension}"


@dataclass(frozen=True, slots=True)
class Facility:
    """An office, station or other place: the one record of its name, address and phone in the whole city.

    `at` is the kind of the place in whose house it stands, so that both have one address; empty if it has its own.
    `fields` are what else its table says of it, for the pages of other places to repeat.
    """

    kind: str
    district: str
    name: str
    address: str
    phone: str
    site: str
    slug: str
    at: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Gold:
    """What a reader should get from an article: its own text without markup, and its own statements."""

    title: str
    text: str
    updated: date
    valid_from: date | None
    valid_until: date | None
    kind: Kind


@dataclass(frozen=True, slots=True)
class Article:
    """Where an article stands: its address, its site's key and its family."""

    url: str
    site: str
    family: Family
