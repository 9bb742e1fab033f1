"""Which addresses may be shown: the government's, and those of the city whose page is quoted."""

import re
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
LONG_NUMBER = re.compile(r"\+?\d(?:[ ()./-]{0,2}\d){6,}")
HOST = re.compile(r"^(?:[a-z][a-z0-9+.-]*:/{0,2})?(?:[^@/]*@)?([a-z0-9.-]+)", re.IGNORECASE)


def foreign(text: str, url: str) -> bool:
    """Whether a text quoted from the page at `url` holds an address that is neither the city's nor the government's."""
    return any(not _may_be_shown(address, url) for address in _addresses(text))


def without_foreign(text: str, url: str) -> str:
    """A text quoted from the page at `url`, without images and without foreign addresses."""
    shown = IMAGE.sub(r"\1", text)
    return ADDRESS.sub(lambda match: match[0] if _may_be_shown(match[0], url) else "", shown)


def repeatable(text: str) -> str:
    """A citizen's words as they may be repeated: without addresses and without numbers that one could call."""
    return LONG_NUMBER.sub("", ADDRESS.sub("", IMAGE.sub(r"\1", visible(text))))


def _addresses(text: str) -> Iterator[str]:
    return (match[0] for match in ADDRESS.finditer(fold(visible(text))))


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
