"""What a conversation is about, in the citizen's own words."""

from collections.abc import Sequence
from dataclasses import dataclass

from handoff.console.asking import asked
from handoff.events import Author, Event, EventKind

MOST = 4
LONGEST = 120
TOO_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Summary:
    """Sentences of the citizen's, the agencies that came up, and how the bot fared."""

    said: tuple[str, ...]
    agencies: tuple[str, ...]
    answered: int
    unanswered: int


def summary(events: Sequence[Event]) -> Summary:
    """A conversation in brief: what the citizen said first and last, and what else was new in between."""
    messages = [event for event in events if event.kind is EventKind.MESSAGE]
    said = [_line(event.text) for event in asked(messages)]
    answers = [event for event in messages if event.author is Author.BOT]
    agencies = {agency: None for event in answers for agency in event.details.get("agencies", ())}
    found = sum(bool(event.details.get("citations")) for event in answers)
    missed = sum(event.details.get("status") in ("unanswerable", "error") for event in answers)
    return Summary(tuple(_chosen(said)), tuple(agencies), found, missed)


def _chosen(lines: Sequence[str]) -> list[str]:
    """First and last line, then the longest that say something else, all in their order."""
    if not lines:
        return []
    chosen = {0, len(lines) - 1}
    for number in sorted(range(len(lines)), key=lambda number: -len(lines[number])):
        if len(chosen) >= MOST:
            break
        if all(_alike(lines[number], lines[other]) < TOO_ALIKE for other in chosen):
            chosen.add(number)
    return [lines[number] for number in sorted(chosen) if lines.index(lines[number]) == number]


def _alike(one: str, other: str) -> float:
    """The share of pairs of characters that two lines have in common."""
    first, second = _pairs(one), _pairs(other)
    return len(first & second) / max(1, min(len(first), len(second)))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(max(1, len(text) - 1))}


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
