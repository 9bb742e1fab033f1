"""The city's faults, as `content/faults.toml` lists them: which address of which site goes wrong, and how."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path

from demo.content import CONTENT, read_sites
from demo.sources import Source, entries_of, malformed, read_toml


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


FAULT_FIELDS = frozenset(field.name for field in fields(Fault))
PLAIN = Fault("", "", Behaviour.PAGE)
"""What stands for the fields that an entry does not give."""


def load_faults(folder: Path = CONTENT) -> Faults:
    """The faults of `faults.toml`, all of sites of `sites.toml`. Raises ConfigurationError with path and line."""
    sites = frozenset(site.key for site in read_sites(folder))
    source = read_toml(folder / "faults.toml")
    faults = [_fault(entry, sites) for entry in entries_of(source, "fault")]
    try:
        found = Faults(
            by_address={(fault.site, fault.path): fault for fault in faults},
            slow_seconds=float(source.fields["slow"]["seconds"]),
            calendars=frozenset(source.fields["calendar"]["sites"]),
            wording=source.fields["wording"],
            comment=source.fields["comment"]["text"],
            poisoned_description=source.fields["poisoned"]["description"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise malformed(source.path, 1, f"missing or of the wrong kind: {error}") from error
    for key in sorted(found.calendars - sites):
        raise source.error("sites", f"{key} is no site of sites.toml")
    return found


def _fault(entry: Source, sites: frozenset[str]) -> Fault:
    entry.refuse_unknown(FAULT_FIELDS)
    if entry.text("site") not in sites:
        raise entry.error("site", f"{entry.text('site')} is no site of sites.toml")
    return Fault(
        site=entry.text("site"),
        path=entry.text("path"),
        behaviour=entry.parsed("behaviour", Behaviour),
        label=entry.text("label", PLAIN.label),
        status=entry.number("status", PLAIN.status),
        target=entry.text("target", PLAIN.target),
        title=entry.text("title", PLAIN.title),
        text=entry.text("text", PLAIN.text),
        media_type=entry.text("media_type", PLAIN.media_type),
        encoding=entry.text("encoding", PLAIN.encoding),
        megabytes=entry.number("megabytes", PLAIN.megabytes),
    )
