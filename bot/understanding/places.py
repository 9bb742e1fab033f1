"""The city's districts, as its own page titles name them, and a question moved from one of them to another."""

import re
from collections import Counter
from collections.abc import Collection, Iterable

from bot.understanding.matter import DISTRICT, asks, bare, district, own_matter, weight

TITLES = 2
"""Titles that must name a district: a single one may only look like a name."""
VILLAGE = re.compile(r"^[\u3400-\u9fff]{1,3}[里村](?![\u3400-\u9fff]*(?:程|面|頭|外|有|沒))")
WHERE_I_LIVE = re.compile(r"(?:我|我們|我家)?(?:現在|目前)?(?:是)?住(?:在)?(?:那|那邊|那裡|那兒)")
THERE = re.compile(r"^(?:[的那這]?(?:邊|裡|區)?(?:的)?)(?:話|呢)?")
POINTS = re.compile(r"[的那這]|呢|$")
"""How a message goes on that names a district by its short name only: 和光的電話."""
LITTLE = 2
"""Ideographs of matter that a message may hold besides the place; one that holds more is a question of its own."""


def districts(titles: Iterable[str]) -> frozenset[str]:
    """The names of the districts, 區 or 鄉 included."""
    found = Counter(name for title in titles for name in set(DISTRICT.findall(title)))
    return frozenset(name for name, times in found.items() if times >= TITLES)


def told_place(text: str, known: Collection[str]) -> str | None:
    """The known district that a text names, as it names it: in full or without its 區."""
    full = next((name for name in known if name in text), None)
    return full or next((name[:-1] for name in known if len(name) > 2 and name[:-1] in text), None)


def moved(text: str, before: str, known: Collection[str]) -> tuple[str, str] | None:
    """What was asked before of one district asked of the one named now, and what the message asks besides; None where
    it does not only name another district."""
    said = re.sub(r"^(?:那麼?|啊|所以|然後|還有|換成|如果是?|要是)+", "", bare(text))
    place, told = told_place(said, known), told_place(before, known)
    if place is None or told is None or not said.startswith(place) or _same(place, told):
        return None
    rest = said[len(place) :]
    if place not in known and said == bare(text) and not POINTS.match(rest):
        return None
    village = VILLAGE.match(rest)
    if village is not None and place in known:
        place, rest = place + village.group(), rest[village.end() :]
    rest = WHERE_I_LIVE.sub("", THERE.sub("", rest)).strip(" ，,。?？呢")
    if weight(own_matter(rest)) > LITTLE:
        return None
    return before.replace(told, _fitting(place, told, known), 1), rest if asks(rest) or weight(rest) else ""


def _same(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _fitting(place: str, told: str, known: Collection[str]) -> str:
    """A place as full or as short as the one that it stands for: 永泰區公所 -> 竹溪區公所, 永泰分館 -> 竹溪分館."""
    if told in known:
        return place if district(place) or any(name in place for name in known) else _full(place, known)
    return place[:-1] if place in known else place


def _full(place: str, known: Collection[str]) -> str:
    return next((name for name in known if name[:-1] == place), place)
