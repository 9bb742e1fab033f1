"""The city's register of facilities, and the pages derived from it: one record a place, whoever mentions it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from traceback import walk_tb
from typing import Any

from jinja2 import Environment, StrictUndefined, TemplateError, TemplateSyntaxError

from demo import seeded
from demo.dates import fill
from demo.sources import malformed
from demo.tables import District, Entry, Table
from demo.values import Document, Facility, Site

PHONE = "(01) 555-{number:04}"
HIGHEST_HOUSE_NUMBER = 398
FLOOR = re.compile(r"(?<=號)\d+樓$")
WRONG = (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a template can raise that does not fit the values which it is given."""
OWN = ("kind", "district", "name", "address", "phone", "slug")
"""What a template may say of its own facility, beside the table's fields."""

Register = Mapping[tuple[str, str], Facility]
"""Facilities by kind and slug."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the derivation may look things up in."""

    sites: Mapping[str, Site]
    districts: Mapping[str, District]
    register: Register
    today: date


def _environment() -> Environment:
    # The output is Markdown of our own making, rendered to HTML later, so nothing is to be escaped here.
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)  # noqa: S701
    environment.filters["thousands"] = lambda value: f"{value:,}"
    environment.globals["day"] = lambda days, style="": f"{{{{{days:+} {style}}}}}".replace(" }}", "}}")
    return environment


ENVIRONMENT = _environment()


def register_of(tables: Sequence[Table], sites: Mapping[str, Site]) -> dict[tuple[str, str], Facility]:
    """All facilities; what an entry states of itself stands, the rest is drawn and never the same.

    Raises ConfigurationError for a table of no site, and for two entries that would be one page.
    """
    _refuse_strays(tables, sites)
    addresses = _addresses(tables, sites)
    register: dict[tuple[str, str], Facility] = {}
    for table in tables:
        for number, entry in enumerate(table.entries):
            key = table.kind, entry.slug
            phone = sites[table.site].phone if not table.phone else PHONE.format(number=table.phone + number)
            register[key] = Facility(
                kind=table.kind,
                district=entry.district.name,
                name=str(entry.fields.get("name") or _line(table, "name", entry)),
                address=addresses[key],
                phone=str(entry.fields.get("phone") or phone),
                site=table.site,
                slug=entry.slug,
                at="" if "address" in entry.fields else entry.at,
                fields=entry.fields,
            )
    return register


def _refuse_strays(tables: Sequence[Table], sites: Mapping[str, Site]) -> None:
    """Raise ConfigurationError for a table of no site, and for two entries that would be one page."""
    pages: set[tuple[str, str]] = set()
    for table in tables:
        if table.site not in sites:
            raise table.source.error("site", f"{table.site} is no site of sites.toml")
        for entry in table.entries:
            if (table.site, entry.slug) in pages:
                raise table.source.error("slug", f"two pages of {table.site} have the slug {entry.slug}")
            pages.add((table.site, entry.slug))


def _addresses(tables: Sequence[Table], sites: Mapping[str, Site]) -> dict[tuple[str, str], str]:
    """The address of every entry by kind and slug: its own, or that of the place at which it stands."""
    taken = {site.address for site in sites.values()}
    taken |= {
        str(entry.fields["address"])
        for table in tables
        for entry in table.entries
        if "address" in entry.fields
    }
    addresses: dict[tuple[str, str], str] = {}
    houses: dict[tuple[str, str], str] = {}
    for table in tables:
        for entry in table.entries:
            if "address" in entry.fields or not entry.at:
                address = str(entry.fields.get("address") or _address(table, entry, taken))
                taken.add(address)
                addresses[table.kind, entry.slug] = address
                houses.setdefault((table.kind, entry.district.name), address)
    for table in tables:
        for entry in table.entries:
            if (table.kind, entry.slug) not in addresses:
                house = houses.get((entry.at, entry.district.name))
                if house is None:
                    what = f"{entry.slug} stands at {entry.at}, of which {entry.district.name} has none"
                    raise table.source.error_at(f'"{entry.at}"', what)
                addresses[table.kind, entry.slug] = FLOOR.sub("", house)
    return addresses


def _address(table: Table, entry: Entry, taken: set[str]) -> str:
    district = entry.district
    attempt = 0
    while True:
        names = (table.kind, entry.slug, str(attempt))
        road = seeded.choice(district.roads, "road", *names)
        address = f"示範市{district.name}{road}{1 + seeded.number(HIGHEST_HOUSE_NUMBER, 'house', *names)}號"
        if address not in taken:
            return address
        attempt += 1


def _line(table: Table, field: str, entry: Entry, **more: str) -> str:
    """The table's name or title as it is for one entry."""
    values = {**entry.fields, "district": entry.district.name, "short": entry.district.short, **more}
    try:
        return table.source.text(field).format(**values)
    except WRONG as error:
        raise table.source.error(field, f"the template of the {field} fails: {error!r}") from error


def derive(table: Table, around: Surroundings) -> list[Document]:
    """The pages of one table. Raises ConfigurationError, with path and line, where a template does not work."""
    source = table.source
    try:
        template = ENVIRONMENT.from_string(source.body)
        bodies = [
            fill(template.render(_values(table, entry, around)).strip(), around.today)
            for entry in table.entries
        ]
    except WRONG as error:
        line = source.body_line + _line_of(error) - 1
        raise malformed(source.path, line, f"the template of the text fails: {error!r}") from error
    return [_page(table, entry, body, around) for entry, body in zip(table.entries, bodies, strict=True)]


def _line_of(error: Exception) -> int:
    """The line of a template that an error comes from; the first where none is known."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    lines = [line for frame, line in walk_tb(error.__traceback__) if "__jinja_exception__" in frame.f_globals]
    return lines[-1] if lines else 1


def _values(table: Table, entry: Entry, around: Surroundings) -> dict[str, Any]:
    facility = around.register[table.kind, entry.slug]

    def lookup(kind: str, district: str = entry.district.name) -> Facility:
        """The facility of a kind in a district."""
        for each in around.register.values():
            if (each.kind, each.district) == (kind, district):
                return each
        raise LookupError(f"{district} has none of {kind}")

    return {
        **entry.fields,
        **{name: getattr(facility, name) for name in OWN},
        "short": entry.district.short,
        "place": entry.district,
        "site": around.sites[table.site],
        "facility": lookup,
        "pick": lambda low, high, *names: seeded.between(
            low, high, 1, table.kind, entry.slug, *map(str, names)
        ),
        "one": lambda items, *names: seeded.choice(items, table.kind, entry.slug, *map(str, names)),
        "some": lambda items, count, *names: seeded.sample(
            items, count, table.kind, entry.slug, *map(str, names)
        ),
    }


def _page(table: Table, entry: Entry, body: str, around: Surroundings) -> Document:
    facility = around.register[table.kind, entry.slug]
    days = seeded.between(3, 420, 1, "updated", table.kind, entry.slug)
    return Document(
        site=table.site,
        slug=entry.slug,
        title=_line(table, "title", entry, name=facility.name),
        kind=table.page_kind,
        section=tuple(part.strip() for part in table.section.split(">")),
        updated=around.today - timedelta(days=days),
        body=body,
        unit=table.unit,
    )
