"""The questions of one message looked up each by itself."""

from collections.abc import Callable, Sequence

from bot.finding import Finding
from bot.reading import Asking, Reading
from bot.understanding.english import translated
from bot.understanding.matter import own_matter, topic, weight

Look = Callable[[Asking], Finding]
"""Looks one question up."""

SAYS_LITTLE = 3
"""Ideographs of its own matter up to which a question is about the matter of the one before it: 中午會休息嗎."""
ALREADY_SAID = 0.2
"""Confidence that a question may lose when it is looked up without the matter before it, whose page is used already."""


def each(reading: Reading, look: Look) -> list[Finding]:
    """What is found for each question: with the matter before it, or without where that leads to a page of its own."""
    found: list[Finding] = []
    for part in reading.parts:
        found.append(_part(part, reading.whole.text, found, look))
    return found


def _part(part: Asking, message: str, earlier: Sequence[Finding], look: Look) -> Finding:
    if not earlier:
        return look(part)
    own = part.text.rsplit(" ", 1)[-1]
    says_little = weight(own_matter(own)) <= SAYS_LITTLE
    if own == part.text and not says_little:
        return look(part)
    before = topic(earlier[-1].asking.text)
    together = look(part if own != part.text else _asking(f"{before} {own}".strip()))
    if own not in message:
        return together
    alone, used = look(_asking(own)), {_page(one) for one in earlier}
    same = _page(together) in used and _page(alone) not in used
    may_lose = ALREADY_SAID if same and not says_little else 0.0
    return alone if alone.confidence >= together.confidence - may_lose else together


def _page(found: Finding) -> str:
    return found.pages[0].best.url if found.pages else ""


def _asking(text: str) -> Asking:
    return Asking(text, f"{text} {translated(text)}".strip())
