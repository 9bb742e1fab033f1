"""Tables of facilities: one TOML file a kind, from which a page for every district or entry is derived."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from demo import seeded
from demo.content import SLUG
from demo.sources import Source, entries_of, read_template, read_toml
from demo.values import Kind


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


DISTRICT_FIELDS = frozenset(field.name for field in fields(District))
TABLE_FIELDS = frozenset(
    {
        "site",
        "slug",
        "name",
        "title",
        "kind",
        "section",
        "unit",
        "phone",
        "body",
        "except",
        "fields",
        "at",
        "known",
        "entry",
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a table: a district and the values of the table's fields there.

    `at` is the kind of the place in whose house this one stands, empty if it stands in its own.
    """

    district: District
    slug: str
    fields: Mapping[str, Any]
    at: str


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of facility: where its pages stand, what they are called, and the templates of title and text.

    `phone` is the first of a run of numbers after (01) 555-, or 0 where the site's own number is given.
    """

    kind: str
    source: Source
    site: str
    name: str
    title: str
    page_kind: Kind
    section: str
    unit: str
    phone: int
    entries: tuple[Entry, ...]


def read_districts(folder: Path) -> dict[str, District]:
    """The districts by name. Raises ConfigurationError."""
    rows = entries_of(read_toml(folder / "places.toml"), "district")
    districts = {row.text("name"): _district(row) for row in rows}
    for row in rows:
        for name in row.texts("neighbours"):
            if name not in districts:
                raise row.error_at(name, f"neighbour {name} is no district")
    return districts


def _district(row: Source) -> District:
    row.refuse_unknown(DISTRICT_FIELDS)
    lists = {}
    for name in ("roads", "villages", "neighbours"):
        lists[name] = row.texts(name)
        if not lists[name]:
            raise row.error(name, f"{name} is missing or empty")
    texts = {name: row.text(name) for name in sorted(DISTRICT_FIELDS - lists.keys())}
    return District(**texts, **lists)  # type: ignore[arg-type]  # each field is in the one or the other


def read_tables(folder: Path, districts: Mapping[str, District]) -> Iterator[Table]:
    """The tables in the order of their file names. Raises ConfigurationError with path and line."""
    for path in sorted((folder / "tables").glob("*.toml")):
        source = read_template(path)
        source.refuse_unknown(TABLE_FIELDS)
        yield _table(source, districts)


def _table(source: Source, districts: Mapping[str, District]) -> Table:
    kind = source.path.stem
    return Table(
        kind=kind,
        source=source,
        site=source.text("site"),
        name=source.text("name"),
        title=source.text("title"),
        page_kind=source.parsed("kind", Kind),
        section=source.text("section"),
        unit=source.text("unit", ""),
        phone=source.number("phone"),
        entries=tuple(_entry(source, districts[row["district"]], row) for row in _rows(source, districts)),
    )


def _rows(source: Source, districts: Mapping[str, District]) -> list[dict[str, Any]]:
    """The table's own entries, or one a district but for the excepted; what is known of one stands over all."""
    excepted, known = source.texts("except"), source.tables("known")
    for name in (*excepted, *known):
        if name not in districts:
            raise source.error_at(name, f"{name} is no district of places.toml")
    if "entry" not in source.fields:
        rows: list[dict[str, Any]] = [{"district": name} for name in districts if name not in excepted]
    else:
        rows = [_own(entry, districts) for entry in entries_of(source, "entry")]
    for name in known.keys() - {row["district"] for row in rows}:
        raise source.error_at(name, f"{name} has no entry of which anything could be known")
    return [{**row, **known.get(row["district"], {})} for row in rows]


def _own(entry: Source, districts: Mapping[str, District]) -> dict[str, Any]:
    if entry.text("district") not in districts:
        raise entry.error("district", f"{entry.text('district')} is no district of places.toml")
    return entry.fields


def _entry(source: Source, district: District, row: dict[str, Any]) -> Entry:
    try:
        slug = source.text("slug").format(**{**row, "district": district.slug})
    except (LookupError, ValueError) as error:
        raise source.error("slug", f"the template of the slug fails: {error!r}") from error
    if not SLUG.fullmatch(slug):
        raise source.error("slug", f"slug {slug} must be of a-z, 0-9 and -")
    values = {**_drawn(source, slug), **row}
    return Entry(district, slug, values, _host(source, values))


def _drawn(source: Source, slug: str) -> dict[str, Any]:
    """The table's fields with the values that are drawn for one entry."""
    rules = source.fields.get("fields", {})
    if not isinstance(rules, dict):
        raise source.error("fields", "fields must be a table")
    drawn = {}
    for name, rule in rules.items():
        try:
            drawn[name] = _draw(rule, source.path.stem, slug, name)
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise source.error(name, f"{name} cannot be drawn: {error!r}") from error
    return drawn


def _draw(rule: Any, *names: str) -> Any:
    """A field's value: one of a list, a number of a range, some of a list, or the text itself."""
    if isinstance(rule, list):
        return seeded.choice(rule, *names)
    if isinstance(rule, dict) and "take" in rule:
        return seeded.sample(rule["of"], rule["take"], *names)
    if isinstance(rule, dict):
        return seeded.between(rule["from"], rule["to"], rule.get("step", 1), *names)
    return rule


def _host(source: Source, values: Mapping[str, Any]) -> str:
    """The kind of the place at which an entry stands: `[at.field]` names it for some of the field's values."""
    for field, kinds in source.tables("at").items():
        if field not in values:
            raise source.error_at(f"[at.{field}]", f"at: there is no field {field}")
        if kind := kinds.get(values[field]):
            return str(kind)
    return ""
