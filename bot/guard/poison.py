"""Whether a page's sentence gives orders or lures; what that looks like is data (`poison.toml`)."""

import re
from collections.abc import Iterator
from functools import cache

from bot.guard.decoding import decoded, hides_text
from bot.guard.links import foreign
from bot.guard.patterns import any_of, document
from bot.guard.shadow import shadow
from bot.guard.speech import HAN, INSIDE
from index.query import traditional

SPACED = re.compile(rf"(?<=[{HAN}]) (?=[{HAN}](?: |$))|(?<=^[{HAN}]) |(?<= [{HAN}]) (?=[{HAN}])")
"""Spaces between characters that stand one by one."""
LOOK_ALIKES = str.maketrans("аеорсухіјѕԁһорνοα", "aeopcyxijsdhopvoa")
"""Cyrillic and Greek letters that look like Latin ones."""


def planted(text: str, url: str = "") -> bool:
    """Whether a sentence of the page at `url` gives orders to machines, or lures its reader to a swindler."""
    seen = shadow(text).text
    return (
        any(
            said.search(reading) and not (but and but.search(reading))
            for reading in _readings(seen)
            for said, but in _planted()
        )
        or _mobile_of_nobody(seen)
        or hides_text(text)
        or (bool(url) and _lures_away(seen, url))
    )


def _readings(seen: str) -> Iterator[str]:
    """What a sentence says as it stands, and where it is disguised, without the disguise."""
    readings = [seen, seen.translate(LOOK_ALIKES)]
    readings += [INSIDE.sub("", SPACED.sub("", one)) for one in readings]
    readings += [one for reading in readings[1:2] for one in decoded(reading)]
    readings += [traditional(one) for one in readings]
    yield from dict.fromkeys(readings)


def _mobile_of_nobody(seen: str) -> bool:
    """Whether a mobile number is given without its holder: offices have none."""
    return bool(_of("mobiles", "say").search(_of("mobiles", "personal").sub("", seen)))


def _lures_away(seen: str, url: str) -> bool:
    return bool(_of("away", "say").search(seen)) and foreign(seen, url)


@cache
def _planted() -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...]:
    data = document("poison")
    return tuple(
        (
            any_of(one["say"], data["words"]),
            any_of(one["warnings"], data["words"]) if "warnings" in one else None,
        )
        for one in data["planted"]
    )


@cache
def _of(name: str, patterns: str) -> re.Pattern[str]:
    data = document("poison")
    return any_of(data[name][patterns], data["words"])
