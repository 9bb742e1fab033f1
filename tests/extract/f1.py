"""How well an extracted text matches what a page holds: F1 over characters."""

import re
from collections import Counter

MARKUP = re.compile(r"\]\([^)\s]*\)|^\s*(?:#{1,6}|[-*]|\d+\.)\s+|^\|[\s:|-]+\|$", re.MULTILINE)


def f1(found: str, gold: str) -> float:
    """F1 of the characters of a text against those of the gold text, Markdown's own signs and punctuation aside."""
    ours, theirs = (Counter(re.sub(r"[\W_]+", "", MARKUP.sub("\n", text))) for text in (found, gold))
    shared = (ours & theirs).total()
    return 2 * shared / max(1, ours.total() + theirs.total())
