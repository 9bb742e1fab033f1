"""Fixtures: a site on loopback, and an installation to crawl it with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawler.crawls import Crawls
from tests.crawler.site_server import SiteServer


@pytest.fixture
def server() -> Iterator[SiteServer]:
    """One server on loopback."""
    with SiteServer() as server:
        yield server


@pytest.fixture
def crawls(tmp_path: Path, server: SiteServer) -> Crawls:
    """An installation whose registry holds `server` alone, as the site `main`."""
    crawls = Crawls(tmp_path)
    crawls.write_registry([{"key": "main", "start_urls": [f"{server.url}/"]}])
    return crawls
