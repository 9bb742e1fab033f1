"""Taking personal data out of what citizens write; what it looks like is data (`personal.toml`)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.guard.checks import CHECKS
from bot.guard.patterns import document, expression
from bot.guard.shadow import Shadow, shadow

BEFORE, AFTER = 24, 14
"""Characters around a number that tell whose it is."""
HERE = "@@"
"""Stands for the number itself in what the patterns read around it."""
CLAUSE_END = re.compile(r"[。!?;\n]")
NOT_OF_NUMBERS = re.compile(r"[^A-Z0-9]")
ENDS_IN_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 -]{0,14}\Z")
STARTS_WITH_NUMBER = re.compile(r"\A\s*[0-9][0-9 -]{0,14}")

Span = tuple[int, int, str]
"""Start and end in the written text, and the label."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without personal data, and the kinds that were taken out, as they are called in it."""

    text: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold, all of it, for a number of the right shape to be personal."""

    check: str | None = None
    holds: re.Pattern[str] | None = None
    beside: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None

    def fits(self, found: str, around: str) -> bool:
        """Whether it holds for a number and the text around it."""
        if self.check and not CHECKS[self.check](NOT_OF_NUMBERS.sub("", found.upper())):
            return False
        if self.holds and not self.holds.search(found):
            return False
        if self.beside and not self.beside.search(around):
            return False
        return not (self.unless and self.unless.search(around))


@dataclass(frozen=True, slots=True)
class Kind:
    """One form of personal data: how it looks, and when it is that."""

    label: str
    shape: re.Pattern[str]
    when: tuple[Condition, ...]
    needs: str = ""
    """A character that it never lacks, so that most texts need no closer look."""

    def finds(self, text: str) -> Iterator[tuple[int, int]]:
        """Where it stands in a shadow's text. A group named `it` is the part to mask, else all of it is."""
        for match in self.shape.finditer(text) if self.needs in text else ():
            start, end = match.span("it" if "it" in self.shape.groupindex else 0)
            around = f"{_before(text, start)}{HERE}{_after(text, end)}"
            if any(condition.fits(text[start:end], around) for condition in self.when):
                yield start, end


def mask(text: str) -> Masked:
    """The text with 〔label〕 in place of personal data; the same text always becomes the same."""
    return _masked(text, list(_found(shadow(text))))


def is_masked(text: str) -> bool:
    """Whether personal data was taken out of a text."""
    return any(f"〔{kind.label}〕" in text for kind in _kinds())


def mask_talk(texts: Sequence[str]) -> list[str]:
    """Messages in their order, masked also where a number was split over two of them."""
    masked = list(texts)
    for place in range(1, len(masked)):
        masked[place - 1 : place + 1] = _mask_pair(masked[place - 1], masked[place])
    return [mask(text).text for text in masked]


def _mask_pair(first: str, second: str) -> tuple[str, str]:
    """Two messages; both parts of a number that the first begins and the second ends are masked."""
    head, tail = ENDS_IN_NUMBER.search(first), STARTS_WITH_NUMBER.search(second)
    if head is None or tail is None:
        return first, second
    border = len(first.rstrip())
    joined = first.rstrip() + second.lstrip()
    across = [span for span in _found(shadow(joined)) if span[0] < border < span[1]]
    if not across:
        return first, second
    start, end, label = across[0]
    return f"{first[:start]}〔{label}〕", f"〔{label}〕{joined[end:]}"


def _found(seen: Shadow) -> Iterator[Span]:
    for kind in _kinds():
        for start, end in kind.finds(seen.text):
            yield *seen.span(start, end), kind.label


def _masked(text: str, found: Sequence[Span]) -> Masked:
    parts: list[str] = []
    kinds: list[str] = []
    last = 0
    for start, end, label in sorted(found, key=lambda one: (one[0], -one[1])):
        if start < last:
            continue
        parts += [text[last:start], f"〔{label}〕"]
        kinds.append(label)
        last = end
    return Masked("".join([*parts, text[last:]]), tuple(dict.fromkeys(kinds)))


def _before(text: str, start: int) -> str:
    return CLAUSE_END.split(text[max(0, start - BEFORE) : start])[-1]


def _after(text: str, end: int) -> str:
    return CLAUSE_END.split(text[end : end + AFTER])[0]


@cache
def _kinds() -> tuple[Kind, ...]:
    data = document("personal")
    return tuple(_kind(kind, data["words"]) for kind in data["kind"])


def _kind(data: Mapping[str, Any], words: Mapping[str, str]) -> Kind:
    conditions = tuple(_condition(one, words) for one in data.get("when", ({},)))
    return Kind(data["label"], _compiled(data["shape"], words), conditions, data.get("needs", ""))


def _condition(data: Mapping[str, str], words: Mapping[str, str]) -> Condition:
    patterns = {name: _compiled(pattern, words) for name, pattern in data.items() if name != "check"}
    return Condition(data.get("check"), **patterns)


def _compiled(pattern: str, words: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(expression(pattern, words), re.IGNORECASE)
