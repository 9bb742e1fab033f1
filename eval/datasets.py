"""The data that answers are judged by: questions with the demo city's pages and facts, as they are on a day.

[docs/evaluation-questions.md](../docs/evaluation-questions.md) says how a line of `data/*.jsonl` is written.
"""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from demo.city import City
from demo.dates import fill, resolve
from eval.moments import Period, bounds, moment, spoken

DATA = Path(__file__).parent / "data"
ON_THE_DAY = "+0"

Fact = tuple[str, ...]
"""The spellings of one fact; an answer has it if it holds any of them."""


class Split(StrEnum):
    """The part of the data: thresholds are fitted on the one, figures that are reported come from the other."""

    CALIBRATION = "calibration"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Aspect:
    """One matter that an answer must cover: the addresses any of which answers it, and what the answer must say.

    `also` are addresses of the other part that say the same: citing them is right too.
    """

    what: str
    gold: tuple[str, ...]
    facts: tuple[Fact, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A conversation of which the last turn is judged; without aspects nothing in the city answers it.

    `not_gold` are addresses that must not be cited at that time. `overlap` is empty where it was not measured.
    """

    id: str
    split: Split
    kind: str
    turns: tuple[str, ...]
    now: datetime
    aspects: tuple[Aspect, ...]
    not_gold: tuple[str, ...] = ()
    agency: str = ""
    overlap: str = ""

    @property
    def question(self) -> str:
        """The turn that is judged."""
        return self.turns[-1]


def load(name: str, split: Split, city: City, port: int, folder: Path = DATA) -> list[Item]:
    """The items of `NAME.jsonl` that belong to a part, with the addresses that pages have on a port.

    An item that asks what is on in a period is left out where nothing is on. Raises KeyError for a page that the
    city does not have, and ValueError for a time or a date that is none.
    """
    reader = _Reader(city, port)
    return [item for row in rows(name, folder) if row["split"] == split for item in reader.items(row)]


def rows(name: str, folder: Path = DATA) -> Iterator[dict[str, Any]]:
    """The lines of `NAME.jsonl` as they are written."""
    for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def splits() -> dict[str, Split]:
    """The part that every site belongs to."""
    table = tomllib.loads((DATA / "splits.toml").read_text(encoding="utf-8"))
    return {site: Split(part) for site, part in table.items()}


def event_days(today: date) -> dict[str, list[tuple[date, date]]]:
    """The stretches of days on which the events of `data/event_days.toml` take place, by page."""
    table = tomllib.loads((DATA / "event_days.toml").read_text(encoding="utf-8"))
    return {page: [_stretch(written, today) for written in days] for page, days in table.items()}


def _stretch(written: str, today: date) -> tuple[date, date]:
    first, _, last = written.partition("..")
    return resolve(first, today), resolve(last or first, today)


class _Reader:
    """Turns rows into items of one city."""

    def __init__(self, city: City, port: int) -> None:
        self.city = city
        self.port = port
        self.pages = [f"{page.site}/{page.slug}" for page in city.documents]
        self.events = event_days(city.today)

    def items(self, row: Mapping[str, Any]) -> Iterator[Item]:
        """The item of a row; none if it asks what is on in a period in which nothing is."""
        now = moment(row.get("now", ON_THE_DAY), self.city.today)
        if "period" in row:
            on, other = self._events(row["among"], Period(row["period"]), now.date())
            if on:
                yield self._item(row, now, (Aspect("", self._addresses(on), ()),), other)
            return
        aspects = row["aspects"] if "aspects" in row else [row] if row["pages"] else []
        yield self._item(row, now, tuple(map(self._aspect, aspects)), row.get("not_pages", ()))

    def _item(
        self, row: Mapping[str, Any], now: datetime, aspects: tuple[Aspect, ...], not_pages: Iterable[str]
    ) -> Item:
        turns = row["turns"] if "turns" in row else [row["question"]]
        return Item(
            id=row["id"],
            split=Split(row["split"]),
            kind=row.get("kind", ""),
            turns=tuple(self._written(turn, now.date()) for turn in turns),
            now=now,
            aspects=aspects,
            not_gold=self._addresses(not_pages),
            agency=row.get("agency", ""),
            overlap=row.get("overlap", ""),
        )

    def _aspect(self, row: Mapping[str, Any]) -> Aspect:
        facts = tuple(tuple(fill(spelling, self.city.today) for spelling in fact) for fact in row["facts"])
        gold, also = self._addresses(row["pages"]), self._addresses(row.get("also", ()))
        return Aspect(row.get("what", ""), gold, facts, also)

    def _events(self, among: Iterable[str], period: Period, asked: date) -> tuple[list[str], list[str]]:
        """The events that take place in a period, and those that do not."""
        begin, end = bounds(period, asked)
        on: list[str] = []
        other: list[str] = []
        for page, days in self.events.items():
            if any(fnmatchcase(page, pattern) for pattern in among):
                within = any(first <= end and begin <= last for first, last in days)
                (on if within else other).append(page)
        return on, other

    def _addresses(self, pages: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._address(page) for pattern in pages for page in self._named(pattern))

    def _named(self, pattern: str) -> list[str]:
        """The pages that a name with stars stands for, or the one without."""
        if "*" not in pattern:
            return [pattern]
        return [page for page in self.pages if fnmatchcase(page, pattern)]

    def _address(self, page: str) -> str:
        site, slug = page.split("/")
        return self.city.url(self.city.document(site, slug), self.port)

    def _written(self, text: str, asked: date) -> str:
        return fill(spoken(text, self.city.today, asked), self.city.today)
