"""The city's faults, as `content/faults.toml` lists them: which address of which site goes wrong, and how."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from askcity.errors import ConfigurationError
from demo.content import CONTENT
from demo.sources import read_toml


class Behaviour(StrEnum):
    """How an address can go wrong."""

    REDIRECT = "redirect"
    PAGE = "page"
    GZIP_BOMB = "gzip-bomb"
    ENDLESS = "endless"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Fault:
    """One address that goes wrong.

    `target` is where a redirect leads (`@article` = the site's first page); `title` and `text` are what a page
    says; `encoding` is what it is written in, whatever `media_type` claims; `megabytes` (10^6 bytes) is a size.
    """

    site: str
    path: str
    behaviour: Behaviour
    label: str = ""
    status: int = 200
    target: str = ""
    title: str = ""
    text: str = ""
    media_type: str = "text/html; charset=utf-8"
    encoding: str = "utf-8"
    megabytes: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a fault, as the site's home page shows it."""

    path: str
    label: str


@dataclass(frozen=True)
class Faults:
    """All faults. `slow_seconds` is how long the slow site waits; `calendars` are the sites with an endless one."""

    by_address: Mapping[tuple[str, str], Fault]
    slow_seconds: float
    calendars: frozenset[str]
    wording: Mapping[str, Mapping[str, str]]
    comment: str
    poisoned_description: str

    def links(self, site: str) -> tuple[Link, ...]:
        """The links by which a site's faults are found."""
        return tuple(
            Link(each.path, each.label)
            for each in self.by_address.values()
            if each.site == site and each.label
        )


def load_faults(folder: Path = CONTENT) -> Faults:
    """The faults of `faults.toml`. Raises ConfigurationError."""
    path = folder / "faults.toml"
    raw = read_toml(path)
    faults = [_fault(path, number, entry) for number, entry in enumerate(raw["fault"], 1)]
    return Faults(
        by_address={(fault.site, fault.path): fault for fault in faults},
        slow_seconds=raw["slow"]["seconds"],
        calendars=frozenset(raw["calendar"]["sites"]),
        wording=raw["wording"],
        comment=raw["comment"]["text"],
        poisoned_description=raw["poisoned"]["description"],
    )


def _fault(path: Path, number: int, entry: dict[str, Any]) -> Fault:
    try:
        return Fault(**{**entry, "behaviour": Behaviour(entry["behaviour"])})
    except (KeyError, TypeError, ValueError) as error:
        raise ConfigurationError(f"{path}: fault {number}: {error}") from error
