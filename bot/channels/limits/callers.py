"""From where a request comes, as far as that can be told."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import structlog
from starlette.requests import HTTPConnection

from askcity.errors import ConfigurationError

log = structlog.get_logger(__name__)

Network = IPv4Network | IPv6Network
FORWARDED = ("x-forwarded-for", "forwarded")
OF_ONE_HOUSEHOLD = 64
"""Bits of an IPv6 address that one customer of a provider cannot choose."""
MAPPED = IPv6Network("::ffff:0:0/96")


def networks(written: str) -> tuple[Network, ...]:
    """Addresses and networks, separated by spaces or commas. Raises ConfigurationError."""
    try:
        return tuple(ip_network(one) for one in re.split(r"[\s,]+", written) if one)
    except ValueError as error:
        raise ConfigurationError(f"{error}; write addresses as 10.0.0.7, networks as 10.0.0.0/8") from error


def as_mapped(given: Iterable[Network]) -> tuple[str, ...]:
    """The networks as text, those of IPv4 also as a socket for both families shows them."""
    return tuple(
        text
        for network in given
        for text in (str(network), *([_mapped(network)] if isinstance(network, IPv4Network) else []))
    )


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: `address` is None where it says nothing of the citizen; a `free` caller has no limits."""

    address: str | None
    free: bool = False


class Callers:
    """Tells callers apart. The address of the connection is taken as it is: trusted proxies were looked through before."""

    def __init__(self, unlimited: Iterable[Network] = (), *, behind_proxies: bool = False) -> None:
        self._unlimited, self._may_be_forwarded = tuple(unlimited), behind_proxies

    def of(self, connection: HTTPConnection) -> Caller:
        """Who is at the other end."""
        forwarded = any(name in connection.headers for name in FORWARDED)
        if forwarded and not self._may_be_forwarded:
            self._may_be_forwarded = True
            log.warning("forwarded_address_ignored", set="ASKCITY_TRUSTED_PROXIES")
        host = connection.client.host if connection.client else ""
        try:
            address = ip_address(host)
        except ValueError:
            return Caller(host or None)
        if isinstance(address, IPv6Address):
            address = address.ipv4_mapped or address
        if any(address in network for network in self._unlimited):
            return Caller(None, free=not forwarded)
        if isinstance(address, IPv6Address):
            return Caller(str(IPv6Network((address, OF_ONE_HOUSEHOLD), strict=False)))
        return Caller(str(address))


def _mapped(network: IPv4Network) -> str:
    first = IPv6Address(int(MAPPED.network_address) + int(network.network_address))
    return f"{first}/{MAPPED.prefixlen + network.prefixlen}"
