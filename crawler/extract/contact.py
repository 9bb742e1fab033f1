"""Whom to ask: the lines of a page that say who is in charge and how to reach them."""

import re
from collections.abc import Iterator

from crawler.extract.lines import plain_lines
from crawler.extract.tree import fold
from crawler.extract.wording import labels, words

LABELLED = re.compile(
    rf"(?:[一二三四五六七八九十\d]+[、.]|[(][一二三四五六七八九十\d]+[)]|[※◎●★■◆•.]+)?\s*(?:{labels('contact')})\s*(?:[:|]|$)",
    re.IGNORECASE,
)
PHONE = re.compile(
    r"\(0\d{1,2}\)\s*\d{3}|(?<!\d)0\d{1,2}-\d{3,4}|(?<!\d)1999(?!\d)|0800-?\d{3}|(?:分機|轉)\s*\d{2,}|@[\w.-]+\.\w+"
)
HEADINGS = words("contact_heading")
MAX_LINES = 8
MAX_LINE = 160


def contact_of(markdown: str, unit: str = "") -> str:
    """The contact lines of a page's content, one below the other; empty for none."""
    found = dict.fromkeys([f"承辦單位\uff1a{unit}"] if unit else [])
    found.update(dict.fromkeys(_contact_lines(markdown)))
    return "\n".join(list(found)[:MAX_LINES])


def _contact_lines(markdown: str) -> Iterator[str]:
    below_heading = False
    for source in markdown.split("\n"):
        for line in plain_lines(source):
            text = line.replace(" | ", "\uff1a", 1) if source.lstrip().startswith("|") else line
            if source.startswith("#"):
                below_heading = len(line) <= 12 and any(word in line for word in HEADINGS)
            elif len(text) <= MAX_LINE and (
                LABELLED.match(fold(line)) or (below_heading and PHONE.search(fold(line)))
            ):
                yield text
