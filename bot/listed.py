"""The items below a line that only announces them: 「三、應備文件：」 says nothing without what follows."""

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from bot.units import Unit

ANNOUNCES = re.compile(r"[：:]$")
LONGEST_ANNOUNCEMENT = 60
SECTION = re.compile(r"^[一二三四五六七八九十]{1,3}、")
MARKED = re.compile(r"^(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.)]|[①-⑳⑴-⒇•‧●○▪])")
MOST_CHARACTERS = 320
"""Characters of items that are added below one announcement."""


class Placed(Protocol):
    """A unit with its place on the page."""

    @property
    def place(self) -> int: ...

    @property
    def unit(self) -> Unit: ...


Place = TypeVar("Place", bound=Placed)


def with_items(chosen: Sequence[Place], page: Sequence[Place], first: Place) -> list[Place]:
    """The chosen units, each announcement with its items; one without room for them is left out unless it is `first`."""
    places = {one.place for one in chosen}
    kept: list[Place] = []
    for one in chosen:
        items = _items(one, page) if announces(one.unit) else []
        if items and one is not first and any(item.place not in places for item in items[:1]):
            continue
        kept += [one, *items]
    return sorted({one.place: one for one in kept}.values(), key=lambda one: one.place)


def announces(unit: Unit) -> bool:
    """Whether a unit only says what the next ones list."""
    return len(unit.text) <= LONGEST_ANNOUNCEMENT and ANNOUNCES.search(unit.text) is not None


def _items(announcement: Place, page: Sequence[Place]) -> list[Place]:
    """The items right below an announcement, as many as there is room for."""
    found: list[Place] = []
    room = MOST_CHARACTERS
    for one in page:
        if one.place <= announcement.place:
            continue
        below = one.unit.heading == announcement.unit.heading and not SECTION.match(one.unit.text)
        if not below or not (one.unit.is_item or MARKED.match(one.unit.text)) or len(one.unit.text) > room:
            break
        found.append(one)
        room -= len(one.unit.text)
    return found
