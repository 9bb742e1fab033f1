"""One way of writing an address, and which addresses are traps."""

import re
from urllib.parse import urlsplit, urlunsplit

from crawler.extract.links import resolve

TRACKING = re.compile(r"(utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|yclid)=?", re.IGNORECASE)
SESSION_NAMES = re.compile(
    r"(sid|session_?id|phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken)", re.IGNORECASE
)
SESSION_VALUE = re.compile(r"[0-9a-zA-Z_-]{6,}")
PATH_SESSION = re.compile(r";jsessionid=[^/?#]*|/\(S\([0-9a-z]+\)\)", re.IGNORECASE)

DENIED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"/(wp-)?(login|logout|signin|signup|register|wp-admin)(\.\w+)?([/?]|$)",
        r"[?&](replytocom|print|share|action=(login|edit|print))=",
        # calendars without end: a month or a day as path or parameter
        r"/(calendar|cal|kalender|archive)/\d{4}([/-]\d{1,2})*/?$",
        r"/(19|20)\d{2}/\d{1,2}(/\d{1,2})?/?$",
        r"[?&](cal|calendar|month|ym|yearmonth|date|day|ical|tribe-bar-date)=\d{4}-?\d{1,2}",
    )
)
"""What is never worth a request: it needs an account, shows the same again, or never ends."""


def canonical(base: str, href: str) -> str | None:
    """The absolute address of a link without fragment, session and tracking, or None for no http(s) address.

    The order of parameters is kept: some templates depend on it.
    """
    url = resolve(base, href)
    if url is None or "@" in urlsplit(url).netloc:
        return None
    parts = urlsplit(url)
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _is_noise(pair))
    return urlunsplit(
        (parts.scheme, parts.netloc.lower(), PATH_SESSION.sub("", parts.path) or "/", query, "")
    )


def is_trap(url: str) -> bool:
    """Whether the default rules forbid an address."""
    return any(pattern.search(url) for pattern in DENIED)


def _is_noise(pair: str) -> bool:
    name, _, value = pair.partition("=")
    if TRACKING.fullmatch(name) or TRACKING.fullmatch(f"{name}="):
        return True
    return SESSION_NAMES.fullmatch(name) is not None and SESSION_VALUE.fullmatch(value) is not None
