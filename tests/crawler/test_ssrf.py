"""No page, redirect or registry entry makes the crawler reach an address inside the city's network."""

import html
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from askcity.errors import RegistryError
from crawler.site import load_registry
from tests.crawler.crawls import Crawls
from tests.crawler.pages import article
from tests.crawler.site_server import Reply, SiteServer
from tests.crawler.tricks import LOOPBACK_HOSTS, METADATA_HOSTS, trick_urls


class Canary:
    """Counts connections to one port of 127.0.0.1 and, where there is IPv6, of ::1."""

    def __init__(self) -> None:
        self.connections = 0
        self._sockets = [_listening(socket.AF_INET, ("127.0.0.1", 0))]
        self.port: int = self._sockets[0].getsockname()[1]
        if socket.has_ipv6:
            with suppress(OSError):  # a machine without an IPv6 loopback has nothing to protect there
                self._sockets.append(_listening(socket.AF_INET6, ("::1", self.port)))
        for listener in self._sockets:
            threading.Thread(target=self._count, args=(listener,), daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        for listener in self._sockets:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    def _count(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()


def _listening(family: socket.AddressFamily, address: tuple[str, int]) -> socket.socket:
    listener = socket.socket(family)
    listener.bind(address)
    listener.listen(64)
    return listener


@pytest.fixture
def canary() -> Iterator[Canary]:
    canary = Canary()
    yield canary
    canary.close()


def test_the_canary_sings() -> None:
    canary = Canary()
    with socket.create_connection(("127.0.0.1", canary.port)) as connection:
        assert connection.recv(1) == b""
    assert canary.connections == 1
    canary.close()


def test_the_table_holds_at_least_60_tricks() -> None:
    assert len(set(trick_urls(80, "hub"))) >= 60


def test_no_link_and_no_redirect_of_a_page_reaches_inside(
    server: SiteServer, crawls: Crawls, canary: Canary
) -> None:
    tricks = trick_urls(canary.port, server.address)
    redirects = {
        f"/away/{number}": Reply(status=302, headers={"Location": _header(url)})
        for number, url in enumerate(tricks)
    }
    server.pages = {
        "/": article("首頁", [*redirects, *(html.escape(url) for url in tricks), "/fine"]),
        **redirects,
        "/fine": article("正常頁面"),
    }
    crawled = crawls.crawl()
    assert canary.connections == 0
    assert all(server.hits(path) == 1 for path in redirects)
    assert set(crawls.states()) == {f"{server.url}/", f"{server.url}/fine"}
    assert crawled.dropped("main").keys() >= {"off_site"}


def test_no_registry_entry_reaches_inside_unless_it_says_so(tmp_path: Path, canary: Canary) -> None:
    crawls = Crawls(tmp_path)
    entries = [
        {"key": f"t{number}", "start_urls": [url], "private_network": False}
        for number, url in enumerate(trick_urls(canary.port, "hub.localhost"))
    ]
    accepted = [entry for entry in entries if _accepted(crawls, entry)]
    assert len(accepted) >= len(LOOPBACK_HOSTS)
    crawls.write_registry(accepted)
    crawled = crawls.crawl()
    assert canary.connections == 0
    assert crawled.code != 0
    assert "no site" in crawled.err.lower()
    assert crawls.pages() == []


def test_the_clouds_metadata_service_is_refused_to_private_sites_too(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    crawls.write_registry(
        {"key": f"m{number}", "start_urls": [f"http://{host}/"]} for number, host in enumerate(METADATA_HOSTS)
    )
    crawled = crawls.run("sites", "check", "--sites", str(crawls.registry), "--json")
    assert crawled.out.count("private_address") == len(METADATA_HOSTS)


def _header(url: str) -> str:
    # what a header cannot carry is sent as a browser would: escaped
    return "".join(c if 32 < ord(c) < 127 else "".join(f"%{byte:02X}" for byte in c.encode()) for c in url)


def _accepted(crawls: Crawls, entry: dict[str, object]) -> bool:
    crawls.write_registry([entry])
    try:
        load_registry(str(crawls.registry))
    except RegistryError:
        return False
    return True
