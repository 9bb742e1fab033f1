"""How well an extracted text matches what a page holds: F1 over pairs of neighbouring characters."""

import re
from collections import Counter

MARKUP = re.compile(r"\]\([^)\s]*\)|^\s*(?:#{1,6}|[-*]|\d+\.)\s+|^\|[\s:|-]+\|$", re.MULTILINE)


def bigrams(text: str) -> Counter[str]:
    """The pairs of neighbouring characters with their counts, Markdown's own signs and punctuation aside."""
    squeezed = re.sub(r"[\W_]+", "", MARKUP.sub("\n", text))
    return Counter(squeezed[start : start + 2] for start in range(max(1, len(squeezed) - 1)))


def f1(found: str, gold: str) -> float:
    """F1 of a text's bigrams against those of the gold text; what stands in another order costs its seams."""
    ours, theirs = bigrams(found), bigrams(gold)
    return 2 * (ours & theirs).total() / (ours.total() + theirs.total())
