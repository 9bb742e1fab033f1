"""Who is responsible for what the city is not: central government, companies, other cities."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from bot.understanding.data import LONGEST, any_of, document


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who is responsible and how it is reached; not `sure` where a page of the city's own wins."""

    name: str
    contact: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Body:
    """A body with what tells surely, and what hints, that a matter is its own."""

    name: str
    contact: str
    sure: re.Pattern[str] | None
    hint: re.Pattern[str] | None


def responsible(text: str, own_city: str = "") -> Responsible | None:
    """Who else than the city is responsible; `own_city` is a name of the city itself (示範市), which is no other one."""
    said = unicodedata.normalize("NFKC", text[:LONGEST]).lower()
    found = _body(said, sure=True) or _other_city(said, own_city)
    return found or _body(said, sure=False)


def _body(said: str, sure: bool) -> Responsible | None:
    for body in _bodies():
        telling = body.sure if sure else body.hint
        if telling is not None and telling.search(said):
            return Responsible(body.name, body.contact, sure)
    return None


def _other_city(said: str, own_city: str) -> Responsible | None:
    """Another city of which something is asked; one that is only come from or gone to does not count."""
    cities = document("responsible")["cities"]
    for name, pattern in cities["names"].items():
        if own_city and re.search(pattern, own_city):
            continue
        for match in re.finditer(rf"(?:{pattern})(?!{cities['not_city']})", said):
            if not re.search(cities["passing"], said[: match.start()]):
                return Responsible(name, cities["contact"], True)
    return None


@cache
def _bodies() -> tuple[Body, ...]:
    return tuple(
        Body(
            body["name"],
            body["contact"],
            any_of(body["sure"]) if body["sure"] else None,
            any_of(body["hint"]) if body["hint"] else None,
        )
        for body in document("responsible")["body"]
    )
