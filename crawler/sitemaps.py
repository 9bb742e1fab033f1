"""Sitemaps and feeds: the addresses that they list."""

import gzip
import io

from lxml import etree

from crawler.page import Link

LARGEST = 50_000_000
"""Bytes of a sitemap after decompression, the protocol's own limit."""
MOST = 50_000

LOCATIONS = ("{*}url/{*}loc", "{*}sitemap/{*}loc")
ROOTS = (b"<urlset", b"<sitemapindex", b"<rss", b"<feed", b"<rdf:RDF")


def is_sitemap(body: bytes) -> bool:
    """Whether a response is a sitemap or feed, by its beginning."""
    head = _opened(body[:65_536], whole=False)[:2_000].lstrip(b"\xef\xbb\xbf \r\n\t")
    return head.startswith((b"<?xml", b"<")) and any(root in head for root in ROOTS)


def addresses(body: bytes) -> list[Link]:
    """The addresses that a sitemap, sitemap index or feed lists, with titles where it has them; [] for anything else."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(_opened(body, whole=True), parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    if root is None:
        return []
    found = [Link((loc.text or "").strip(), "") for path in LOCATIONS for loc in root.iterfind(path)]
    for item in root.iter("{*}item", "{*}entry"):
        found.extend(_entry(item))
    return [link for link in found if link.url][:MOST]


def _entry(item: "etree._Element") -> list[Link]:
    title = (item.findtext("{*}title") or "").strip()
    targets = [(link.text or link.get("href") or "").strip() for link in item.iterfind("{*}link")]
    return [Link(target, title) for target in targets if target]


def _opened(body: bytes, *, whole: bool) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as file:
            return file.read(LARGEST if whole else 2_000)
    except (OSError, EOFError):
        return b""
