"""What LINE takes in one call, and how it counts: texts in UTF-16 code units, labels in characters as people see them."""

import unicodedata

MESSAGES = 5
TEXT = 5_000
ALTERNATIVE = 400
ADDRESS = 1_000
QUICK_REPLIES = 13
LABEL = 20
TAPPED_TEXT = 300
SENDER = 20
BUBBLES = 12
BUBBLE_BYTES = 30_000
CAROUSEL_BYTES = 50_000
JOINER = "\u200d"


def units(text: str) -> int:
    """The length of a text as LINE counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut(text: str, longest: int) -> str:
    """A text of at most so many units, with a mark where something is missing; characters stay whole."""
    return text if units(text) <= longest else f"{_head(text, longest - 1)}…"


def pieces(text: str, longest: int = TEXT) -> list[str]:
    """A text in parts that LINE takes, parted between lines where that can be."""
    parts = []
    while units(text) > longest:
        head = _head(text, longest)
        at = head.rfind("\n") + 1 or len(head)
        parts.append(text[:at].rstrip("\n"))
        text = text[at:]
    return [part for part in (*parts, text) if part]


def _head(text: str, longest: int) -> str:
    """The longest beginning of so many units that does not break a character apart."""
    head, count = 0, 0
    for at, character in enumerate(text):
        count += units(character)
        if count > longest:
            break
        head = at + 1
    while head > 0 and head < len(text) and _joined(text, head):
        head -= 1
    return text[:head]


def _joined(text: str, at: int) -> bool:
    """Whether what stands at a place belongs to the character before it."""
    before, here = text[at - 1], text[at]
    return JOINER in (before, here) or unicodedata.category(here) in {"Mn", "Me", "Mc", "Sk"}
