"""Which pages may hold the widget in a frame."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.channels.sites import CitySite

DEFAULT_PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"[a-z0-9.-]+|[0-9a-f:.]+")
"""A host name or an IPv6 address, and nothing that could end a line or a policy."""


def origin_of(address: str) -> str | None:
    """The origin of a web address, as browsers write it; None for anything else."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in DEFAULT_PORTS or not HOST.fullmatch(parts.hostname or ""):
        return None
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + ("" if port in (None, DEFAULT_PORTS[parts.scheme]) else f":{port}")


def origins_of(addresses: Iterable[str]) -> frozenset[str]:
    """The origins of web addresses; what is none is left out."""
    return frozenset(origin for address in addresses if (origin := origin_of(address)))


@dataclass(frozen=True, slots=True)
class Embedding:
    """The city's sites by key, and further origins that may hold the widget."""

    sites: Mapping[str, CitySite] = field(default_factory=dict)
    further: frozenset[str] = frozenset()

    def ancestors(self, site: str | None, origin: str | None) -> frozenset[str]:
        """Who may hold a frame that says on which site and in which origin it is.

        A frame that names its origin is told that one alone, and only if it is allowed, so that the policy stays short for
        a city of hundreds of sites; a page that names another's origin is kept out by its own.
        """
        if origin is not None:
            return frozenset({origin}) & self._allowed
        known = self.sites.get(site or "")
        return self.further | (known.origins if known else frozenset())

    @property
    def _allowed(self) -> frozenset[str]:
        return self.further.union(*(site.origins for site in self.sites.values()))
