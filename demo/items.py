"""What menus and lists show of a page: its title, its address, its dates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import format_datetime

from demo import seeded
from demo.addresses import Section, SiteMap
from demo.dates import ago
from demo.values import Document

TAIPEI = timezone(timedelta(hours=8))
OFFICE_OPENS = time(8, tzinfo=TAIPEI)
"""The time of day at which pages are taken to have been changed."""
IN_MENUS = 8
NEWEST = 12


@dataclass(frozen=True, slots=True)
class Item:
    """A page as a list shows it; `hue` (degrees) is the colour of its picture."""

    title: str
    path: str
    section: str
    updated: date
    ago: str
    hue: int

    @property
    def rfc822(self) -> str:
        """The time of change as feeds write it."""
        return http_date(self.updated)


@dataclass(frozen=True, slots=True)
class Listed:
    """A section as menus show it, with some of its pages or all of them."""

    name: str
    path: str
    documents: tuple[Item, ...]
    total: int


def changed_at(day: date) -> datetime:
    """The moment at which a page of this date is taken to have been changed, in UTC."""
    return datetime.combine(day, OFFICE_OPENS).astimezone(UTC)


def http_date(day: date) -> str:
    """That moment as HTTP and feeds write it."""
    return format_datetime(changed_at(day), usegmt=True)


class Catalogue:
    """One site's lists, worked out once."""

    def __init__(self, layout: SiteMap, today: date) -> None:
        self._layout = layout
        self._items: Mapping[str, Item] = {
            document.slug: self._item(document, today) for document in layout.documents
        }
        self.everything = tuple(self._listed(section, len(section.documents)) for section in layout.sections)
        self.menu = tuple(self._listed(section, IN_MENUS) for section in layout.sections)
        ordered = sorted(self._items.values(), key=lambda item: item.updated, reverse=True)
        self.newest = tuple(ordered[:NEWEST])

    def items(self, documents: Iterable[Document]) -> list[Item]:
        """The pages as a list shows them."""
        return [self._items[document.slug] for document in documents]

    def neighbours(self, document: Document) -> tuple[Item | None, Item | None]:
        """The pages before and after one in its section."""
        items = self.items(self._layout.section_of(document).documents)
        position = items.index(self._items[document.slug])
        before = items[position - 1] if position else None
        return before, items[position + 1] if position + 1 < len(items) else None

    def _listed(self, section: Section, count: int) -> Listed:
        documents = section.documents
        return Listed(
            section.name,
            self._layout.list_path(section),
            tuple(self.items(documents[:count])),
            len(documents),
        )

    def _item(self, document: Document, today: date) -> Item:
        return Item(
            title=document.title,
            path=self._layout.article_path(document),
            section=document.section[0],
            updated=document.updated,
            ago=ago(document.updated, today),
            hue=seeded.number(360, "hue", document.site, document.slug),
        )
