"""The city's register of facilities, and the pages derived from it: one record a place, whoever mentions it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from jinja2 import Environment, StrictUndefined, TemplateError

from askcity.errors import ConfigurationError
from demo import seeded
from demo.dates import fill
from demo.tables import District, Entry, Table
from demo.values import Document, Facility, Kind, Site

PHONE = "(01) 555-{number:04}"
HIGHEST_HOUSE_NUMBER = 398

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
    """All facilities; an address or phone that an entry states stands, the others are drawn and never the same."""
    taken = {site.address for site in sites.values()}
    taken |= {
        str(entry.fields["address"])
        for table in tables
        for entry in table.entries
        if "address" in entry.fields
    }
    register: dict[tuple[str, str], Facility] = {}
    for table in tables:
        for number, entry in enumerate(table.entries):
            address = str(entry.fields.get("address") or _address(table, entry, taken))
            taken.add(address)
            phone = sites[table.site].phone if not table.phone else PHONE.format(number=table.phone + number)
            register[table.kind, entry.slug] = Facility(
                kind=table.kind,
                district=entry.district.name,
                name=str(entry.fields.get("name") or _line(table.name, entry)),
                address=address,
                phone=str(entry.fields.get("phone") or phone),
                site=table.site,
                slug=entry.slug,
            )
    return register


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


def _line(template: str, entry: Entry, **more: str) -> str:
    values = {**entry.fields, "district": entry.district.name, "short": entry.district.short, **more}
    return template.format(**values)


def derive(table: Table, around: Surroundings) -> list[Document]:
    """The pages of one table. Raises ConfigurationError, naming the table, where a template does not work."""
    try:
        template = ENVIRONMENT.from_string(table.body)
        return [
            _page(table, entry, template.render(_values(table, entry, around)), around)
            for entry in table.entries
        ]
    except (TemplateError, KeyError, ValueError) as error:
        raise ConfigurationError(f"{table.path}: the template of the text fails: {error!r}") from error


def _values(table: Table, entry: Entry, around: Surroundings) -> dict[str, Any]:
    facility = around.register[table.kind, entry.slug]

    def lookup(kind: str, district: str = entry.district.name) -> Facility:
        """The facility of a kind in a district."""
        return next(
            each for each in around.register.values() if (each.kind, each.district) == (kind, district)
        )

    return {
        **entry.fields,
        **asdict(facility),
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
        title=_line(table.title, entry, name=facility.name),
        kind=Kind(table.page_kind),
        section=tuple(part.strip() for part in table.section.split(">")),
        updated=around.today - timedelta(days=days),
        body=fill(body.strip(), around.today),
        unit=table.unit,
    )
