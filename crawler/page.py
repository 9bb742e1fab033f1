"""The values that leave the crawler: what was fetched, what was extracted, what is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class PageKind(StrEnum):
    """What a page is for; only articles and attachments are answered from."""

    ARTICLE = "article"
    LIST = "list"
    ATTACHMENT = "attachment"


class PageState(StrEnum):
    """Whether the page was there when the crawler last looked."""

    LIVE = "live"
    GONE = "gone"


class DropReason(StrEnum):
    """Why a fetched or discovered URL did not become a page; each is counted in the crawl report."""

    ROBOTS = "robots"
    DENIED = "denied"
    OFF_SITE = "off_site"
    PRIVATE_ADDRESS = "private_address"
    BAD_URL = "bad_url"
    TOO_DEEP = "too_deep"
    TOO_MANY = "too_many"
    TOO_LARGE = "too_large"
    BOMB = "bomb"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    UNREACHABLE = "unreachable"
    HTTP_ERROR = "http_error"
    SOFT_404 = "soft_404"
    BLOCK_PAGE = "block_page"
    LOGIN = "login"
    UNSUPPORTED_TYPE = "unsupported_type"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Fetched:
    """One response as it came: `body` already decompressed, `url` after redirects, header names in lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """A link found on a page, absolute and canonical, with its text."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Extracted:
    """What extraction makes of one response: Markdown of the main content and the page's facts.

    `markdown` holds the main content alone (no menus, no footer), headings from `##` down, tables as GFM;
    the title stands in `title`, not in `markdown`. Dates are the page's own statements, None where it makes none.
    `links` are all links of the whole page (menus too), for discovery; `attachments` those of the main content
    that lead to documents.
    """

    title: str
    kind: PageKind
    markdown: str
    breadcrumb: tuple[str, ...] = ()
    agency: str | None = None
    updated_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    contact: str = ""
    attachments: tuple[Link, ...] = ()
    links: tuple[Link, ...] = field(default=(), repr=False)
    canonical_url: str | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A response that does not become a page, and why; `detail` is one line for the operator.

    An empty page may still lead on: `links` are all its links, for discovery.
    """

    reason: DropReason
    detail: str = ""
    links: tuple[Link, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Page:
    """One stored page. `digest` is the SHA-256 (hex) of title and Markdown; times are aware, in UTC."""

    url: str
    site: str
    title: str
    agency: str
    kind: PageKind
    markdown: str
    digest: str
    fetched_at: datetime
    breadcrumb: tuple[str, ...] = ()
    updated_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    contact: str = ""
    attachments: tuple[Link, ...] = ()
    state: PageState = PageState.LIVE
