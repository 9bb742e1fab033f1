"""Tables of facilities: one TOML file a kind, from which a page for every district or entry is derived."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from askcity.errors import ConfigurationError
from demo import seeded
from demo.sources import read_toml


@dataclass(frozen=True, slots=True)
class District:
    """One of the 38 districts, as `places.toml` states it; `station` is where its centre is reached."""

    name: str
    slug: str
    roads: tuple[str, ...]
    station: str
    villages: tuple[str, ...]
    terrain: str
    brigade: str
    neighbours: tuple[str, ...]

    @property
    def short(self) -> str:
        """The name without 區."""
        return self.name.removesuffix("區")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a table: a district and the values of the table's fields there."""

    district: District
    slug: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of facility: where its pages stand, what they are called, and the templates of title and text.

    `phone` is the first of a run of numbers after (01) 555-, or 0 where the site's own number is given.
    """

    kind: str
    path: Path
    site: str
    slug: str
    name: str
    title: str
    page_kind: str
    section: str
    unit: str
    phone: int
    body: str
    entries: tuple[Entry, ...]


def read_districts(folder: Path) -> dict[str, District]:
    """The districts by name. Raises ConfigurationError."""
    rows = read_toml(folder / "places.toml")["district"]
    lists = ("roads", "villages", "neighbours")
    districts = [District(**{**row, **{name: tuple(row[name]) for name in lists}}) for row in rows]
    return {district.name: district for district in districts}


def read_tables(folder: Path, districts: Mapping[str, District]) -> Iterator[Table]:
    """The tables in the order of their file names. Raises ConfigurationError."""
    for path in sorted((folder / "tables").glob("*.toml")):
        try:
            yield _table(path, read_toml(path), districts)
        except KeyError as error:
            raise ConfigurationError(f"{path}: missing or unknown {error}") from error


def _table(path: Path, raw: dict[str, Any], districts: Mapping[str, District]) -> Table:
    rules: dict[str, Any] = raw.get("fields", {})
    slug: str = raw["slug"]
    entries = tuple(
        _entry(path.stem, slug, districts[row["district"]], row, rules) for row in _rows(raw, districts)
    )
    return Table(
        kind=path.stem,
        path=path,
        site=raw["site"],
        slug=slug,
        name=raw["name"],
        title=raw["title"],
        page_kind=raw["kind"],
        section=raw["section"],
        unit=raw.get("unit", ""),
        phone=raw["phone"],
        body=raw["body"],
        entries=entries,
    )


def _rows(raw: dict[str, Any], districts: Mapping[str, District]) -> Iterator[dict[str, Any]]:
    """The table's own entries, or one a district but for the excepted; what is known of one stands over all."""
    known: dict[str, dict[str, Any]] = raw.get("known", {})
    rows = raw.get("entry") or [{"district": name} for name in districts if name not in raw.get("except", [])]
    for row in rows:
        yield {**row, **known.get(row["district"], {})}


def _entry(kind: str, slug: str, district: District, row: dict[str, Any], rules: dict[str, Any]) -> Entry:
    own = slug.format(**{**row, "district": district.slug})
    drawn = {name: _draw(rule, kind, own, name) for name, rule in rules.items()}
    return Entry(district, own, {**drawn, **row})


def _draw(rule: Any, *names: str) -> Any:
    """A field's value: one of a list, a number of a range, some of a list, or the text itself."""
    if isinstance(rule, list):
        return seeded.choice(rule, *names)
    if isinstance(rule, dict) and "take" in rule:
        return seeded.sample(rule["of"], rule["take"], *names)
    if isinstance(rule, dict):
        return seeded.between(rule["from"], rule["to"], rule.get("step", 1), *names)
    return rule
