"""Where the crawler may connect to: the addresses that names resolve to are checked, and those are the ones used."""

import ipaddress
import socket
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from scrapy.crawler import Crawler
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution
from twisted.internet.threads import deferToThread
from twisted.python.failure import Failure
from zope.interface import implementer

from crawler.site import Site

LOOPBACK = "127.0.0.1"
METADATA = (ipaddress.ip_network("169.254.0.0/16"), ipaddress.ip_network("fd00:ec2::/32"))
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


REFUSED: set[str] = set()
"""Hosts that this process refused to connect to: the reactor reports them as unknown names."""


class PrivateAddressError(DNSLookupError):
    """A name resolves to nothing but addresses that its site must not live on."""


def private_hosts(sites: Iterable[Site]) -> frozenset[str]:
    """Names and literal addresses that may be private: those of sites that say so."""
    return frozenset(
        host.rsplit(":", 1)[0].strip("[]") for site in sites if site.private_network for host in site.hosts
    )


def is_allowed(address: str, *, private: bool) -> bool:
    """Whether an address may be connected to; addresses inside others (IPv4 in IPv6) are judged by the inner one."""
    found = _innermost(ipaddress.ip_address(address.split("%", 1)[0]))
    if any(found in network for network in METADATA if found.version == network.version):
        return False
    if found.is_multicast or found.is_unspecified:
        return False
    return private or (found.is_global and not found.is_reserved)


def _innermost(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv4Address):
        return address
    embedded = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    if embedded is None and (address in NAT64 or (int(address) >> 32 == 0 and int(address) > 1)):
        embedded = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return embedded or address


NAT64 = ipaddress.ip_network("64:ff9b::/96")


@implementer(IHostResolution)
class _Resolution:
    """The resolution of one name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Nothing to cancel: the result of the lookup is dropped by its receiver."""


@implementer(IHostnameResolver)
class GuardedResolver:
    """Resolves names once a connection and hands on only addresses that are allowed for them."""

    def __init__(self, reactor: Any, private: Collection[str]) -> None:
        self._reactor, self._private = reactor, private

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> "GuardedResolver":
        """Made by Scrapy; the sites stand in the setting ASKCITY_PRIVATE_HOSTS."""
        return cls(reactor, frozenset(crawler.settings.getlist("ASKCITY_PRIVATE_HOSTS")))

    def install_on_reactor(self) -> None:
        """Make it the reactor's resolver."""
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802  (Twisted's name)
        self,
        resolutionReceiver: Any,  # noqa: N803  (an IResolutionReceiver)
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """Look a name up in a thread; the receiver gets the allowed addresses, or none."""
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)

        def found(addresses: list[str]) -> None:
            for address in addresses:
                kind = IPv6Address if ":" in address else IPv4Address
                if addressTypes is None or kind in addressTypes:
                    resolutionReceiver.addressResolved(kind("TCP", address, portNumber))
            resolutionReceiver.resolutionComplete()

        def failed(failure: Failure) -> None:
            if isinstance(failure.value, PrivateAddressError):
                REFUSED.add(hostName.strip("[]").lower())
            resolutionReceiver.resolutionComplete()

        deferToThread(allowed_addresses, hostName, self._private).addCallbacks(found, failed)
        return resolution


def allowed_addresses(host: str, private: Collection[str]) -> list[str]:
    """The addresses of a host that may be connected to. Raises PrivateAddressError, or OSError for an unknown name."""
    name = host.strip("[]").rstrip(".").lower()
    addresses = [LOOPBACK] if name == "localhost" or name.endswith(".localhost") else _looked_up(name)
    allowed = [
        address for address in addresses if is_allowed(address, private=host.strip("[]").lower() in private)
    ]
    if not allowed:
        raise PrivateAddressError(f"{host} resolves to {', '.join(addresses)}")
    return allowed


def _looked_up(name: str) -> list[str]:
    found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
