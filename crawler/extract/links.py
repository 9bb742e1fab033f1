"""Addresses: joined with the page's base, http(s) only, written one way; all the links of a page."""

from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from crawler.extract.tree import Element, clean, text_of
from crawler.page import Link

FEEDS = ("application/rss+xml", "application/atom+xml")
DOCUMENTS = frozenset(
    ("pdf", "odt", "ods", "odp", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "csv", "txt", "rtf", "zip")
)
DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_URL = 2_000


def resolve(base: str, href: str) -> str | None:
    """The absolute address of a link without its fragment, or None for what is no http(s) address."""
    href = href.strip()
    if not href or href.startswith("#"):
        return None
    if href.startswith(("http://", "https://")):
        return _resolved("", href)
    if href.startswith("/") and not href.startswith("//"):
        return _resolved(_origin(base), href)
    return _resolved(base, href)


def base_of(root: Element, url: str) -> str:
    """What the page's relative links are relative to."""
    element = root.find(".//base[@href]")
    return url if element is None else (resolve(url, element.get("href", "")) or url)


def all_links(root: Element, base: str) -> tuple[Link, ...]:
    """Every address that the page leads to, once, with the first text that it has; for discovery."""
    found: dict[str, str] = {}
    for element in root.iter("a", "area", "iframe", "frame", "link"):
        target = element.get("href") or element.get("src")
        if not target or (element.tag == "link" and element.get("type") not in FEEDS):
            continue
        url = resolve(base, target)
        if url is not None and not found.get(url):
            found[url] = text_of(element)[:200] or clean(element.get("title") or "")[:200]
    for target in _refreshes(root):
        url = resolve(base, target)
        if url is not None:
            found.setdefault(url, "")
    return tuple(Link(url, text) for url, text in found.items())


def is_document(url: str, text: str = "") -> bool:
    """Whether a link leads to a file rather than a page, by its address or by the name it is shown under."""
    parts = urlsplit(url)
    names = (parts.path, parts.query, text.split("(", maxsplit=1)[0].strip())
    return any(name.rsplit(".", 1)[-1].lower() in DOCUMENTS for name in names if "." in name)


def _refreshes(root: Element) -> list[str]:
    contents = [
        meta.get("content", "")
        for meta in root.iter("meta")
        if meta.get("http-equiv", "").lower() == "refresh"
    ]
    return [content.split("=", 1)[1].strip("'\" ") for content in contents if "=" in content]


@lru_cache(maxsize=4_096)
def _origin(base: str) -> str:
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}"


@lru_cache(maxsize=65_536)
def _resolved(base: str, href: str) -> str | None:
    try:
        parts = urlsplit(urljoin(base, href.replace("\\", "/")))
        host, port = parts.hostname, parts.port
        if parts.scheme not in DEFAULT_PORTS or not host or "@" in parts.netloc:
            return None
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return None
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != DEFAULT_PORTS[parts.scheme]:
        netloc = f"{netloc}:{port}"
    url = urlunsplit((parts.scheme, netloc, _encoded(parts.path or "/"), _encoded(parts.query), ""))
    return url if len(url) <= MAX_URL else None


def _encoded(part: str) -> str:
    return quote(part, safe="/%:@!$&'()*+,;=~?-._[]", encoding="utf-8", errors="replace")
