"""The demo city's site registry, in the form that `askcity crawl --sites` reads."""

import json
from pathlib import Path

from demo.addresses import origin
from demo.city import City
from demo.values import Site


def write(city: City, path: Path, port: int) -> None:
    """Write the registry of a city that is served on a port; sitemaps are left for the crawler to find."""
    path.write_text("\n".join(_entry(site, port) for site in city.sites.values()), encoding="utf-8")


def _entry(site: Site, port: int) -> str:
    texts = {"key": site.key, "name": site.name, "agency": site.agency, "category": site.category}
    # A JSON string is a TOML basic string as well.
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in texts.items()]
    start = json.dumps([origin(site.key, port) + "/"])
    return "\n".join(["[[site]]", *lines, f"start_urls = {start}", "private_network = true", "delay = 0", ""])
