"""`extract`: the way of one response through decoding and the reader for its kind."""

from datetime import date, timedelta, timezone

from crawler.attachments import read_document
from crawler.extract.decoding import decode
from crawler.extract.media import Media, file_name, media_of
from crawler.extract.page import Source, extract_page
from crawler.page import Dropped, DropReason, Extracted, Fetched

TAIPEI = timezone(timedelta(hours=8))
MAX_HTML = 5_000_000
"""Bytes of HTML; no page for people is longer, and the parser's time grows with it."""


def extract(fetched: Fetched, site_agency: str = "", today: date | None = None) -> Extracted | Dropped:
    """The page that a response holds, or why it holds none; never raises.

    `site_agency` is the agency of the registry, which a page's own statement outweighs. Relative dates such as 3天前
    count from `today`, by default the day of fetching in Taipei.
    """
    try:
        return _extract(fetched, site_agency, today or fetched.fetched_at.astimezone(TAIPEI).date())
    except Exception as error:  # hostile bytes pass through several parsers: what one of them trips over costs this page only
        return Dropped(DropReason.UNREADABLE, f"{type(error).__name__}: {str(error)[:200]}")


def _extract(fetched: Fetched, site_agency: str, today: date) -> Extracted | Dropped:
    if fetched.status >= 400:
        return Dropped(DropReason.HTTP_ERROR, str(fetched.status))
    if not fetched.body.strip():
        return Dropped(DropReason.EMPTY, "no body")
    media = media_of(fetched.headers, fetched.url, fetched.body)
    if media is Media.HTML:
        return _html(fetched, Source(fetched.url, today, site_agency))
    if media is Media.UNSUPPORTED:
        declared = fetched.headers.get("content-type", "").split(";", 1)[0].strip()
        return Dropped(DropReason.UNSUPPORTED_TYPE, declared or "no known type")
    return read_document(media, fetched.body, file_name(fetched.headers, fetched.url), site_agency or None)


def _html(fetched: Fetched, source: Source) -> Extracted | Dropped:
    if len(fetched.body) > MAX_HTML:
        return Dropped(
            DropReason.TOO_LARGE, f"{len(fetched.body):,} bytes of HTML; the limit is {MAX_HTML:,}"
        )
    text = decode(fetched.body, fetched.headers)
    if text is None:
        return Dropped(DropReason.UNREADABLE, "no encoding makes this readable")
    return extract_page(text, source)
