"""Which addresses may be shown: the government's, and those of the city whose page is quoted."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

from bot.guard.patterns import document
from bot.guard.speech import visible
from index.tokens import fold

IMAGE = re.compile(r"!\[([^\]\n]*)\]\([^)\n]*\)")
ADDRESS = re.compile(
    r"(?<![\w.@+-])(?:[a-z][a-z0-9+.-]{1,20}:/{0,2})?(?:[\w.+-]{1,64}@)?(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}\b(?::\d{1,5})?(?:/[!#-'*-;=?-~]*)?"
    r"|javascript:\S+|data:[a-z]+/\S+",
    re.IGNORECASE | re.ASCII,
)
"""Addresses of pages and mailboxes, with and without their scheme."""
WEB = re.compile(
    r"[a-z][a-z0-9+.-]{1,20}:[/\\]{1,2}(?P<host>[^\s/\\?#<>「」『』（）()，。、；：！？\"']*)(?P<rest>[\\/?#][!#-'*-;=?-~\\]*)?",
    re.IGNORECASE,
)
"""Whatever a browser would open, be its host a number, a single word, in another script, or none at all."""
PLAIN_HOST = re.compile(
    r"(?P<plain>(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}(?::\d{1,5})?)(?P<more>[\u3400-\u9fff].*)?", re.I
)
"""A host as offices write it, with the words of the sentence that may follow it without a space."""
WIDE = re.compile(r"[\uff0e\uff0f\uff21-\uff3a\uff41-\uff5a]")
"""Full-width letters, stops and strokes, in which an address may be disguised."""
LONG_NUMBER = re.compile(r"\+?\d(?:[ ()./-]{0,2}\d){6,}")
HOST = re.compile(r"^(?:[a-z][a-z0-9+.-]*:/{0,2})?(?:[^@/]*@)?([a-z0-9.-]+)", re.IGNORECASE)


def foreign(text: str, url: str) -> bool:
    """Whether a text quoted from the page at `url` holds an address that is neither the city's nor the government's."""
    return any(not _may_be_shown(address, url) for address in _addresses(text))


def without_foreign(text: str, url: str) -> str:
    """A text quoted from the page at `url`, without images and without foreign addresses."""
    shown = _without(IMAGE.sub(r"\1", text), url)
    disguised = WIDE.search(shown) is not None and foreign(shown, url)
    return _without(unicodedata.normalize("NFKC", shown), url) if disguised else shown


def repeatable(text: str) -> str:
    """A citizen's words as they may be repeated: without addresses and without numbers that one could call."""
    shown = WEB.sub("", IMAGE.sub(r"\1", visible(text)))
    return LONG_NUMBER.sub("", ADDRESS.sub("", shown))


def _without(text: str, url: str) -> str:
    plain = WEB.sub(_as_offices_write, text) if ":" in text else text
    return ADDRESS.sub(lambda match: match[0] if _may_be_shown(match[0], url) else "", plain)


def _as_offices_write(address: re.Match[str]) -> str:
    """The address with a space before the sentence that goes on behind it; nothing where it is written to deceive."""
    host = PLAIN_HOST.fullmatch(address["host"])
    if host is None or not address[0].lower().startswith(("http://", "https://")) or "\\" in address[0]:
        return ""
    if host["more"] is None:
        return address[0]
    whole, start = address[0], address.start("host") - address.start()
    return f"{whole[:start]}{host['plain']} {host['more']}{address['rest'] or ''}"


def _addresses(text: str) -> Iterator[str]:
    said = fold(visible(text))
    yield from (match[0] for match in ADDRESS.finditer(said))
    yield from (match[0] for match in WEB.finditer(said) if not _as_offices_write(match))


def _may_be_shown(address: str, url: str) -> bool:
    named = HOST.match(address)
    if named is None or address.lower().startswith(("javascript:", "data:")):
        return False
    host, home = named[1].lower().strip("."), (urlsplit(url).hostname or "").lower()
    data = document("links")
    return _ends(host, [*data["government"], *data["shared"]]) or _domain(host) == _domain(home)


def _ends(host: str, domains: list[str]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


@cache
def _domain(host: str) -> str:
    """The domain that an institution holds: city.org.tw for www.city.org.tw."""
    suffixes = sorted(document("links")["public_suffixes"], key=len, reverse=True)
    suffix = next((one for one in suffixes if host.endswith(f".{one}")), "")
    own = host.removesuffix(f".{suffix}").rpartition(".")[2] if suffix else host
    return f"{own}.{suffix}"
