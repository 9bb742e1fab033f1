"""Pages as rows of the database."""

import hashlib
import re
from datetime import UTC, datetime
from typing import Any

from scrapy.http import Response

from crawler.frontier import Target
from crawler.page import DropReason, Extracted, Fetched, PageKind, PageState
from crawler.site import Site
from crawler.store import pack_links, page_digest
from crawler.urls import canonical

LINK_ADDRESS = re.compile(r"\]\([^)]*\)")
VAGUE = re.compile(
    r"(點此|按此|這裡|此處)?(下載|檔案|附件|連結|開啟|檢視|link|download|file|here|pdf|odt|docx?|xlsx?|ods)?\W*\d*",
    re.IGNORECASE,
)
"""Link texts that name no document."""


def as_fetched(response: Response) -> Fetched:
    """A response of Scrapy's as the value that extraction takes."""
    headers = {
        name.decode("latin-1").lower(): values[-1].decode("latin-1")
        for name, values in response.headers.items()
        if values
    }
    return Fetched(response.url, response.status, headers, response.body, datetime.now(UTC))


def page_row(target: Target, site: Site, fetched: Fetched, extracted: Extracted) -> dict[str, Any]:
    """The row of a page that was fetched and extracted."""
    title = _title(target, extracted)
    now = fetched.fetched_at
    return {
        "url": target.url,
        "site": site.key,
        "title": title,
        "agency": extracted.agency or site.agency,
        "kind": extracted.kind.value,
        "breadcrumb": list(extracted.breadcrumb),
        "markdown": extracted.markdown,
        "digest": page_digest(title, extracted.markdown),
        "signature": signature_of(extracted),
        "canonical_url": canonical(target.url, extracted.canonical_url) if extracted.canonical_url else None,
        "updated_on": extracted.updated_on,
        "valid_from": extracted.valid_from,
        "valid_until": extracted.valid_until,
        "contact": extracted.contact,
        "attachments": [(link.url, link.text) for link in extracted.attachments],
        "links": pack_links(extracted.links),
        "etag": fetched.headers.get("etag"),
        "last_modified": fetched.headers.get("last-modified"),
        "state": PageState.LIVE.value,
        "gone_because": None,
        "duplicate_of": None,
        "misses": 0,
        "first_seen_at": now,
        "fetched_at": now,
        "checked_at": now,
        "changed_at": now,
    }


def seen_again(now: datetime) -> dict[str, Any]:
    """What changes in the row of a page that the server called unmodified."""
    return {"checked_at": now, "misses": 0}


def gone(reason: DropReason, now: datetime) -> dict[str, Any]:
    """What changes in the row of a page that is no longer there."""
    return {"state": PageState.GONE.value, "gone_because": reason.value, "checked_at": now, "changed_at": now}


def signature_of(extracted: Extracted) -> str:
    """The digest of a page's text without link addresses: endless lists repeat it under ever new addresses."""
    text = LINK_ADDRESS.sub("", f"{extracted.title}\x1f{extracted.markdown}")
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _title(target: Target, extracted: Extracted) -> str:
    """A document goes by the text of the link to it, where that names it."""
    if extracted.kind is PageKind.ATTACHMENT and target.label and not VAGUE.fullmatch(target.label.strip()):
        return target.label
    return extracted.title
