"""A visitor of the demo city: asks one server on loopback for whichever host an address names."""

import re
from dataclasses import replace
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx

from demo.addresses import SiteMap, origin
from demo.city import City
from demo.values import Document, Family, Feature

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
LINK = re.compile(r'href="([^"]*)"')


def hurried(city: City) -> City:
    """The city with its slow site as quick as the others."""
    sites = {key: replace(site, features=site.features - {Feature.SLOW}) for key, site in city.sites.items()}
    return replace(city, sites=sites)


class Visitor:
    """Sends what a browser would send, without asking any name server."""

    def __init__(self, city: City, port: int) -> None:
        self.city = city
        self.port = port
        self._client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, key: str, path: str = "/", **headers: str) -> httpx.Response:
        """What the site with this key answers; redirects are not followed. Raises httpx.TransportError."""
        host = urlsplit(origin(key, self.port)).netloc
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._client.get(path, headers={"accept-encoding": "identity", **named, "host": host})

    def open(self, address: str) -> httpx.Response:
        """What is answered at a full address."""
        parts = urlsplit(address)
        key = (parts.hostname or "").partition(".")[0]
        return self.get(key, f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/")

    def read(self, key: str, path: str = "/") -> str:
        """The text of a page that is there."""
        answered = self.get(key, path)
        assert answered.status_code == 200, (key, path, answered.status_code)
        return self.text(key, answered)

    def article(self, key: str, slug: str) -> str:
        """The text of one article's page."""
        return self.read(key, self.path(self.city.document(key, slug)))

    def path(self, document: Document) -> str:
        """Path and query of an article."""
        return self.map(document.site).article_path(document)

    def map(self, key: str) -> SiteMap:
        """Which address of a site leads to what."""
        return self.city.maps[key]

    def text(self, key: str, answered: httpx.Response) -> str:
        """A body as text: sites of the table family write Big5, whatever they claim."""
        big5 = self.city.sites[key].family is Family.TABLE and b"<table" in answered.content
        return answered.content.decode("cp950" if big5 else "utf-8")


def links_in(html: str) -> list[str]:
    """The targets of all links, as written but for entities."""
    return [target.replace("&amp;", "&") for target in LINK.findall(html)]
