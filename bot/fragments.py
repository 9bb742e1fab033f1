"""Links that open a page at a quote: text fragments (`#:~:text=…`)."""

import re
from urllib.parse import quote as percent_encoded

from bot.units import plain

WHOLE = 60
"""Characters of a quote that the link holds whole; of longer ones it holds the beginning and the end."""
END = 6
"""Characters that a beginning or an end has at least, so that it is found in the right place."""
MARKS = re.compile(
    r"\*\*|__|(?<![\w\\])[*_](?=\S)|(?<=[^\s\\])[*_](?!\w)|`|~~|^#{1,6}\s+|^>\s+|\\(?=[^\w\s])", re.MULTILINE
)
CELLS = re.compile(r"\s*(?<!\\)\|\s*|\n+")
CLAUSE = re.compile(r"[^。，；：、！？,;!?\s]+[。，；：、！？,;!?]*\s*")


def link(url: str, quote: str) -> str:
    """The address of a page that shows a quote of its Markdown; the page's own where the quote holds no text."""
    pieces = [text for cell in CELLS.split(quote) if (text := _visible(cell))]
    if not pieces:
        return url
    directive = ",".join(_encoded(one) for one in _ends(pieces))
    return f"{url}{'' if '#' in url else '#'}:~:text={directive}"


def _visible(markdown: str) -> str:
    return " ".join(MARKS.sub("", plain(markdown)).split())


def _ends(pieces: list[str]) -> list[str]:
    """The quote whole where it is one short piece; else where it begins and where it ends, cut between clauses."""
    if len(pieces) == 1 and len(pieces[0]) <= WHOLE:
        return pieces
    first, last = CLAUSE.findall(pieces[0]), CLAUSE.findall(pieces[-1])
    if len(pieces) == 1 and len(first) < 2:
        return pieces
    return [_enough(first), _enough(last, from_end=True)]


def _enough(clauses: list[str], *, from_end: bool = False) -> str:
    """As few whole clauses from one end as are long enough."""
    for count in range(1, len(clauses) + 1):
        part = "".join(clauses[-count:] if from_end else clauses[:count]).strip()
        if len(part) >= END:
            return part
    return "".join(clauses).strip()


def _encoded(text: str) -> str:
    """Percent-encoded with the hyphen too: it separates a fragment's parts, as comma and ampersand do."""
    return percent_encoded(text, safe="").replace("-", "%2D")
