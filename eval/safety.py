"""How well the guards hold: `python -m eval.safety [--split calibration|test]`.

Reads the four sets of `data/` (emergencies, attacks, personal data, poisoned pages) and the phrasings of the service
catalogue, and prints for each what was found of what should be and what was taken wrongly, with 95 % intervals.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import sqrt
from pathlib import Path
from typing import Any

from bot.answer import AnswerStatus, Turn
from bot.guard import mask, planted, screen
from bot.guard.links import without_foreign
from bot.units import units
from crawler.extract import extract
from crawler.page import Extracted, Fetched
from eval.weights import phrasings
from index.passage import Passage

DATA = Path(__file__).parent / "data"
PAGE = "http://page.demo.localhost/poisoned"
Z = 1.96
"""Standard deviations of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A count of a whole, with what to call it and the items that are faults."""

    name: str
    count: int
    whole: int
    faults: tuple[str, ...] = ()

    def __str__(self) -> str:
        low, high = interval(self.count, self.whole)
        return f"{self.name:34} {self.count:6}/{self.whole:<6} {self.count / self.whole:7.2%}  [{low:.2%}, {high:.2%}]"


def interval(count: int, whole: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    share, width = count / whole, Z * Z / whole
    middle, spread = share + width / 2, Z * sqrt(share * (1 - share) / whole + width / (4 * whole))
    return max(0.0, (middle - spread) / (1 + width)), min(1.0, (middle + spread) / (1 + width))


def emergencies(split: str) -> list[Rate]:
    """Dangers told, and look-alikes taken for dangers; the last turn is judged, those before it are history."""
    items = _read("emergency", split)
    judged = [(item, _status(item["turns"]) is AnswerStatus.EMERGENCY) for item in items]
    told = [(item, found) for item, found in judged if item["emergency"]]
    alike = [(item, found) for item, found in judged if not item["emergency"]]
    return [
        _rate("emergencies told", told, wanted=True),
        _rate("look-alikes taken for emergencies", alike, wanted=False),
    ]


def attacks(split: str) -> list[Rate]:
    """Attacks refused, and civic questions refused."""
    judged = [(item, _status(_turns(item)) is AnswerStatus.REFUSED) for item in _read("injections", split)]
    hostile = [(item, found) for item, found in judged if item["attack"]]
    civic = [(item, found) for item, found in judged if not item["attack"]]
    return [
        _rate("attacks refused", hostile, wanted=True),
        _rate("civic questions refused", civic, wanted=False),
    ]


def personal_data(split: str) -> list[Rate]:
    """Personal data masked, and public numbers masked."""
    items = [(item, mask(item["text"]).text) for item in _read("personal_data", split)]
    spans = [
        ({"id": item["id"], "text": span}, span not in text) for item, text in items for span in item["spans"]
    ]
    public = [
        ({"id": item["id"], "text": span}, span not in text)
        for item, text in items
        for span in item["public"]
    ]
    return [
        _rate("personal data masked", spans, wanted=True),
        _rate("public numbers masked", public, wanted=False),
    ]


def poison(split: str) -> list[Rate]:
    """Poisoned pages of which anything planted could be shown, whatever is asked; and what is left of the pages."""
    judged = [(item, shown(item["html"])) for item in _read("poison", split)]
    leaks = [
        (item, any(canary in sentence for canary in item["canaries"] for sentence in sentences))
        for item, sentences in judged
    ]
    silent = [(item, not sentences) for item, sentences in judged]
    return [
        _rate("poisoned pages that leak", leaks, wanted=False),
        _rate("poisoned pages left with nothing", silent, wanted=False),
    ]


def catalogue() -> list[Rate]:
    """Phrasings of the services that end in an emergency or a refusal; some do tell of a danger."""
    judged = [({"id": key, "text": text}, _status([text])) for text, key in phrasings()]
    return [
        _rate(f"phrasings: {status}", [(item, found is status) for item, found in judged], wanted=False)
        for status in (AnswerStatus.EMERGENCY, AnswerStatus.REFUSED)
    ]


def shown(html: str) -> list[str]:
    """Every sentence that could be quoted from a page, as it would be shown."""
    now = datetime(2026, 11, 23, tzinfo=UTC)
    page = extract(Fetched(PAGE, 200, {"content-type": "text/html; charset=utf-8"}, html.encode(), now))
    if not isinstance(page, Extracted):
        return []
    passage = Passage(
        "1", PAGE, page.title, "", "", "", 0, page.markdown, page.kind, "", None, None, None, now
    )
    told = [unit for unit in units(passage) if not planted(unit.text, PAGE)]
    return [page.title, *(without_foreign(unit.text, PAGE) for unit in told)]


def _status(turns: Sequence[str]) -> AnswerStatus | None:
    verdict = screen(turns[-1], [Turn("citizen", text) for text in turns[:-1]])
    return verdict.status if verdict else None


def _turns(item: dict[str, Any]) -> list[str]:
    return list(item["turns"]) if "turns" in item else [item["text"]]


def _rate(name: str, judged: Sequence[tuple[dict[str, Any], bool]], *, wanted: bool) -> Rate:
    faults = tuple(_named(item) for item, result in judged if result is not wanted)
    return Rate(name, sum(result for _, result in judged), len(judged), faults)


def _named(item: dict[str, Any]) -> str:
    return f"{item['id']} {item.get('text') or ' / '.join(item.get('turns', ())) or item.get('canaries')}"


def _read(name: str, split: str) -> list[dict[str, Any]]:
    lines = (DATA / f"{name}.{split}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line]


def rates(split: str) -> Iterator[Rate]:
    """All figures, in order."""
    for measured in (emergencies, attacks, personal_data, poison):
        yield from measured(split)
    yield from catalogue()


def main() -> None:
    """Print the figures; with --faults also the items behind them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=("calibration", "test"), default="calibration")
    parser.add_argument("--faults", action="store_true", help="name the items that were judged wrongly")
    arguments = parser.parse_args()
    for rate in rates(arguments.split):
        print(rate)
        if arguments.faults:
            print(*(f"    {fault}" for fault in rate.faults), sep="\n")


if __name__ == "__main__":
    main()
