"""`/embed-demo`: invented sites of different origins, so that the widget can be seen as it is meant to be used.

They are served on this machine alone, under names below `localhost`.
"""

import ipaddress
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from starlette.datastructures import URL
from starlette.exceptions import HTTPException

from bot.channels.web.front import template


@dataclass(frozen=True, slots=True)
class ShownSite:
    """One of the invented sites; `color` is a class of the style sheet."""

    key: str
    host: str
    name: str
    tagline: str
    color: str
    nav: tuple[str, ...]
    news: tuple[str, ...]


def origins(asked: URL) -> frozenset[str]:
    """The origins of the invented sites, as seen from an address; none where that is not of this machine."""
    return (
        frozenset(_origin(asked, site.host) for site in _sites().values())
        if _is_local(asked)
        else frozenset()
    )


def index(asked: URL) -> str:
    """The page that lists the sites. Raises a 404 where the address is not of this machine."""
    _check(asked)
    listed = [(site, f"{_origin(asked, site.host)}/embed-demo/{site.key}") for site in _sites().values()]
    return template("showcase.html").render(sites=listed, bot=_bot(asked))


def page(asked: URL, key: str) -> str:
    """One site's page. Raises a 404 where there is none."""
    _check(asked)
    site = _sites().get(key)
    if site is None:
        raise HTTPException(404, "there is no such site")
    others = [(other, f"{_origin(asked, other.host)}/embed-demo/{other.key}") for other in _sites().values()]
    return template("site.html").render(site=site, others=others, bot=_bot(asked))


def policy_of(asked: URL) -> str:
    """The policy of such a page: its own style sheet, and the widget of the bot's origin."""
    bot = _bot(asked)
    return (
        f"default-src 'none'; script-src {bot}; frame-src {bot}; style-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )


def _check(asked: URL) -> None:
    if not _is_local(asked):
        raise HTTPException(404, "the demonstration is shown on the machine itself alone, at localhost")


def _is_local(asked: URL) -> bool:
    host = (asked.hostname or "").lower()
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _bot(asked: URL) -> str:
    name: str = _content()["bot"]
    return _origin(asked, name)


def _origin(asked: URL, host: str) -> str:
    return f"{asked.scheme}://{host}" + (f":{asked.port}" if asked.port else "")


def _sites() -> dict[str, ShownSite]:
    sites = (
        ShownSite(**entry | {"nav": tuple(entry["nav"]), "news": tuple(entry["news"])})
        for entry in _content()["site"]
    )
    return {site.key: site for site in sites}


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "showcase.toml").read_text(encoding="utf-8"))
