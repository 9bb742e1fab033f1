"""The content folder: sites, written pages and documents to download, read into values."""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from demo.dates import MarkError, fill, resolve
from demo.sources import Source, entries_of, malformed, read_source, read_toml
from demo.values import OFFICE_HOURS, Attachment, Document, Family, Feature, Format, Kind, Site

CONTENT = Path(__file__).parent / "content"
SLUG = re.compile(r"[a-z0-9-]+")
PAGE_FIELDS = frozenset(
    {
        "title",
        "kind",
        "section",
        "updated",
        "valid_from",
        "valid_until",
        "unit",
        "tags",
        "attachments",
        "planted",
    }
)
FILE_FIELDS = frozenset({"title", "format"})
SITE_FIELDS = frozenset(field.name for field in fields(Site))


def read_sites(folder: Path = CONTENT) -> tuple[Site, ...]:
    """The sites of `sites.toml`. Raises ConfigurationError."""
    path = folder / "sites.toml"
    sites: dict[str, Site] = {}
    for entry in entries_of(read_toml(path), "site"):
        site = _site(entry)
        if site.key in sites:
            raise entry.error("key", f"key {site.key} is used twice")
        sites[site.key] = site
    return tuple(sites.values())


def _site(entry: Source) -> Site:
    entry.refuse_unknown(SITE_FIELDS)
    return Site(
        key=entry.text("key"),
        name=entry.text("name"),
        agency=entry.text("agency"),
        category=entry.text("category"),
        family=entry.parsed("family", Family),
        features=entry.parsed("features", lambda _: frozenset(map(Feature, entry.texts("features")))),
        phone=entry.text("phone"),
        address=entry.text("address"),
        hours=entry.text("hours", OFFICE_HOURS),
    )


def read_documents(folder: Path, today: date) -> Iterator[tuple[Source, Document]]:
    """The written pages with the files that they come from. Raises ConfigurationError."""
    for path in sorted(folder.glob("*/*.md")):
        source = read_source(path, PAGE_FIELDS)
        yield source, _document(source, today)


def read_attachments(folder: Path, today: date) -> Iterator[tuple[Source, Attachment]]:
    """The documents to download with the files that they come from. Raises ConfigurationError."""
    for path in sorted(folder.glob("*/files/*.md")):
        source = read_source(path, FILE_FIELDS)
        yield (
            source,
            Attachment(
                site=path.parent.parent.name,
                name=path.stem,
                title=source.text("title"),
                format=source.parsed("format", Format),
                body=filled(source, today),
            ),
        )


def filled(source: Source, today: date) -> str:
    """The Markdown of a file with its dates written out. Raises ConfigurationError."""
    try:
        return fill(source.body, today)
    except MarkError as error:
        raise malformed(source.path, source.line_of(error.mark), str(error)) from error


def _document(source: Source, today: date) -> Document:
    if not SLUG.fullmatch(source.path.stem):
        raise malformed(source.path, 1, "the file's name must be of a-z, 0-9 and -")
    day: Callable[[Any], date] = lambda value: resolve(value, today)  # noqa: E731 - bound to today
    first, last = (
        source.parsed(name, day) if name in source.fields else None for name in ("valid_from", "valid_until")
    )
    if first and last and last < first:
        raise source.error("valid_until", f"valid_until, {last}, is before valid_from, {first}")
    return Document(
        site=source.path.parent.name,
        slug=source.path.stem,
        title=source.text("title"),
        kind=source.parsed("kind", Kind),
        section=tuple(part.strip() for part in source.text("section").split(">")),
        updated=source.parsed("updated", day),
        body=filled(source, today),
        valid_from=first,
        valid_until=last,
        unit=source.text("unit", ""),
        tags=source.texts("tags"),
        attachments=source.texts("attachments"),
        planted=source.text("planted", ""),
    )
