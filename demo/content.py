"""The content folder: sites, written pages and documents to download, read into values."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from askcity.errors import ConfigurationError
from demo.dates import fill, resolve
from demo.sources import Source, malformed, read_source, read_toml
from demo.values import Attachment, Document, Family, Feature, Format, Kind, Site

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


def read_sites(folder: Path = CONTENT) -> tuple[Site, ...]:
    """The sites of `sites.toml`. Raises ConfigurationError."""
    path = folder / "sites.toml"
    sites = tuple(_site(path, number, entry) for number, entry in enumerate(read_toml(path)["site"], 1))
    doubles = {site.key for site in sites if sum(other.key == site.key for other in sites) > 1}
    if doubles:
        raise malformed(path, 1, f"key used twice: {', '.join(sorted(doubles))}")
    return sites


def _site(path: Path, number: int, entry: dict[str, Any]) -> Site:
    try:
        return Site(
            **{
                **entry,
                "family": Family(entry["family"]),
                "features": frozenset(map(Feature, entry["features"])),
            }
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ConfigurationError(f"{path}: site {number}: {error}") from error


def read_documents(folder: Path, today: date) -> Iterator[tuple[Source, Document]]:
    """The written pages with the files that they come from. Raises ConfigurationError."""
    for path in sorted(folder.glob("*/*.md")):
        source = read_source(path, PAGE_FIELDS)
        yield source, _document(source, today)


def read_attachments(folder: Path, today: date) -> Iterator[Attachment]:
    """The documents to download. Raises ConfigurationError."""
    for path in sorted(folder.glob("*/files/*.md")):
        source = read_source(path, FILE_FIELDS)
        yield Attachment(
            site=path.parent.parent.name,
            name=path.stem,
            title=source.text("title"),
            format=source.parsed("format", Format),
            body=filled(source, today),
        )


def filled(source: Source, today: date) -> str:
    """The Markdown of a file with its dates written out. Raises ConfigurationError."""
    try:
        return fill(source.body, today)
    except ValueError as error:
        raise malformed(source.path, source.line_of("{{"), str(error)) from error


def _document(source: Source, today: date) -> Document:
    if not SLUG.fullmatch(source.path.stem):
        raise malformed(source.path, 1, "the file's name must be of a-z, 0-9 and -")
    day: Callable[[Any], date] = lambda value: resolve(value, today)  # noqa: E731 - bound to today
    optional = {
        name: source.parsed(name, day) for name in ("valid_from", "valid_until") if name in source.fields
    }
    return Document(
        site=source.path.parent.name,
        slug=source.path.stem,
        title=source.text("title"),
        kind=source.parsed("kind", Kind),
        section=tuple(part.strip() for part in source.text("section").split(">")),
        updated=source.parsed("updated", day),
        body=filled(source, today),
        unit=str(source.fields.get("unit", "")),
        tags=source.texts("tags"),
        attachments=source.texts("attachments"),
        planted=str(source.fields.get("planted", "")),
        **optional,
    )
