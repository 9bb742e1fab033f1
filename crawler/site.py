"""The site registry: which sites there are, whose they are, and how far the crawler may go on them."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from askcity.errors import RegistryError

SHIPPED = Path(__file__).parent / "sites"
KEY = re.compile(r"[a-z0-9-]+")
RECRAWL = ("hourly", "daily", "weekly")


@dataclass(frozen=True, slots=True)
class Site:
    """One site of the registry; `delay` is in seconds, None = the default for its kind of network."""

    key: str
    name: str
    agency: str
    category: str
    start_urls: tuple[str, ...]
    sitemap_urls: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    max_pages: int = 50_000
    max_depth: int = 20
    recrawl: str = "daily"
    private_network: bool = False
    delay: float | None = None

    @property
    def hosts(self) -> frozenset[str]:
        """Host names (with the port where one is given) that the crawler may fetch for this site."""
        return frozenset(urlsplit(url).netloc.lower() for url in (*self.start_urls, *self.sitemap_urls))


def load_registry(name: str) -> tuple[Site, ...]:
    """The sites of a registry file, or of a shipped registry by name. Raises RegistryError."""
    path = (
        SHIPPED / f"{name}.toml"
        if KEY.fullmatch(name) and (SHIPPED / f"{name}.toml").exists()
        else Path(name)
    )
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RegistryError(
            f"site registry {name}: no such file; set ASKCITY_SITES or --sites to a TOML file"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RegistryError(f"site registry {path}: not readable as TOML: {error}") from error
    entries = document.get("site")
    if not isinstance(entries, list) or not entries:
        raise RegistryError(f"site registry {path}: holds no [[site]]")
    sites = tuple(_site(entry, f"{path}, site {number}") for number, entry in enumerate(entries, 1))
    doubles = {site.key for site in sites if sum(site.key == other.key for other in sites) > 1}
    if doubles:
        raise RegistryError(f"site registry {path}: key used twice: {', '.join(sorted(doubles))}")
    return sites


def _site(entry: dict[str, Any], where: str) -> Site:
    fields = Site.__dataclass_fields__
    unknown = sorted(set(entry) - set(fields))
    missing = sorted({"key", "name", "agency", "category", "start_urls"} - set(entry))
    if unknown or missing:
        problem = f"unknown {', '.join(unknown)}" if unknown else f"missing {', '.join(missing)}"
        raise RegistryError(f"{where}: {problem}")
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()
    }
    site = Site(**values)
    _check(site, f"{where} ({site.key})")
    return site


def _check(site: Site, where: str) -> None:
    if not KEY.fullmatch(str(site.key)):
        raise RegistryError(f"{where}: key must be of a-z, 0-9 and -")
    for url in (*site.start_urls, *site.sitemap_urls):
        if not _is_web_address(url):
            raise RegistryError(
                f"{where}: {url!r} is not an http(s) address, or carries a password or a space"
            )
    if not site.start_urls:
        raise RegistryError(f"{where}: start_urls is empty")
    if site.recrawl not in RECRAWL:
        raise RegistryError(f"{where}: recrawl must be one of {', '.join(RECRAWL)}")
    for pattern in (*site.allow, *site.deny):
        try:
            re.compile(pattern)
        except re.error as error:
            raise RegistryError(f"{where}: {pattern!r} is not a regular expression: {error}") from error


def _is_web_address(url: object) -> bool:
    if not isinstance(url, str) or re.search(r"[\s\x00-\x1f\\]", url):
        return False
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and parts.username is None
            and parts.port != 0
        )
    except ValueError:  # a port that is no number, half a bracket
        return False
