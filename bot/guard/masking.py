"""Taking personal data out of what citizens write; what it looks like is data (`personal.toml`)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.guard.checks import CHECKS
from bot.guard.patterns import document, expression
from bot.guard.shadow import Shadow, shadow

BEFORE, AFTER = 24, 14
"""Characters around a number that tell whose it is."""
HERE = "@@"
"""Stands for the number itself in what the patterns read around it."""
CLAUSE_END = re.compile(r"[。!?;\n]")
NOT_OF_NUMBERS = re.compile(r"[^A-Z0-9]")


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without personal data, and the kinds that were taken out, as they are called in it."""

    text: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One form of personal data: how it looks, and what must and must not stand beside it."""

    label: str
    shape: re.Pattern[str]
    check: str | None
    beside: re.Pattern[str] | None
    unless: re.Pattern[str] | None

    def finds(self, text: str) -> Iterator[tuple[int, int]]:
        """Where it stands in a shadow's text. A group named `it` is the part to mask, else all of it is."""
        for match in self.shape.finditer(text):
            start, end = match.span("it" if "it" in self.shape.groupindex else 0)
            if self._fits(text[start:end], f"{_before(text, start)}{HERE}{_after(text, end)}"):
                yield start, end

    def _fits(self, found: str, around: str) -> bool:
        if self.check and not CHECKS[self.check](NOT_OF_NUMBERS.sub("", found.upper())):
            return False
        if self.beside and not self.beside.search(around):
            return False
        return not (self.unless and self.unless.search(around))


def mask(text: str) -> Masked:
    """The text with 〔label〕 in place of personal data; the same text always becomes the same."""
    seen = shadow(text)
    return _masked(text, list(_found(seen)))


def is_masked(text: str) -> bool:
    """Whether personal data was taken out of a text."""
    return any(f"〔{kind.label}〕" in text for kind in _kinds())


def mask_talk(texts: Sequence[str]) -> list[str]:
    """Messages in their order, masked also where a number was split over two of them."""
    return [mask(text).text for text in texts]


def _found(seen: Shadow) -> Iterator[tuple[int, int, str]]:
    for kind in _kinds():
        for start, end in kind.finds(seen.text):
            yield *seen.span(start, end), kind.label


def _masked(text: str, found: Sequence[tuple[int, int, str]]) -> Masked:
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


def _kind(data: dict[str, str], words: dict[str, str]) -> Kind:
    return Kind(
        data["label"],
        re.compile(expression(data["shape"], words), re.IGNORECASE),
        data.get("check"),
        _around(data.get("beside"), words),
        _around(data.get("unless"), words),
    )


def _around(pattern: str | None, words: dict[str, str]) -> re.Pattern[str] | None:
    return re.compile(expression(pattern, words), re.IGNORECASE) if pattern else None
