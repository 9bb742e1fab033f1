"""A passage as units that can stand in an answer: sentences, list items, table rows with their headers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from index.chunk import HEADING, table_rows
from index.passage import Passage

LINK = re.compile(r"!?\[([^\]\n]*)\]\(([^)\n]*)\)")
ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
SENTENCE_END = re.compile(r"(?<=[。！？；])|(?<=[!?])(?![\x21-\x7e])")
"""A half-width mark ends a sentence only before a space or a Chinese character: addresses hold question marks."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a passage. `text` is what a citizen reads; `quote` stands verbatim in the page's stored text."""

    text: str
    quote: str
    heading: str
    is_row: bool = False
    is_item: bool = False

    @property
    def stands_alone(self) -> bool:
        """Whether it is a line of its own rather than part of a paragraph."""
        return self.is_row or self.is_item


def units(passage: Passage) -> list[Unit]:
    """The units of a passage, in order."""
    found: list[Unit] = []
    heading = passage.heading
    for block in re.split(r"\n\s*\n", passage.text):
        table = table_rows(block)
        if table is not None:
            found.extend(_rows(table, heading))
            continue
        for line in block.splitlines():
            match = HEADING.fullmatch(line.strip())
            if match is not None:
                heading = match[2]
            else:
                found.extend(_sentences(line, heading))
    return [unit for unit in found if unit.quote]


def plain(markdown: str) -> str:
    """A line of Markdown as it is read: link texts without addresses, no list mark."""
    return LINK.sub(r"\1", ITEM.sub("", markdown, count=1)).strip()


def _sentences(line: str, heading: str) -> Iterator[Unit]:
    is_item = ITEM.match(line) is not None
    for part in _split(line):
        text = plain(part)
        if text:
            yield Unit(text, _quotable(ITEM.sub("", part, count=1)), heading, is_item=is_item)


def _split(line: str) -> Iterator[str]:
    """A line's sentences; one does not end within the text of a link."""
    links = [match.span() for match in LINK.finditer(line)]
    start = 0
    for end in (match.start() for match in SENTENCE_END.finditer(line)):
        if not any(first < end < last for first, last in links):
            yield line[start:end]
            start = end
    yield line[start:]


def _rows(table: tuple[str, list[str]], heading: str) -> Iterator[Unit]:
    head, rows = table
    names = _cells(head.splitlines()[0])
    for above, row in pairwise(["", *rows]):
        cells = [plain(cell) for cell in _cells(row)]
        named = [
            f"{name}：{cell}" if name else cell
            for name, cell in zip(names[1:], cells[1:], strict=False)
            if cell
        ]
        text = f"{cells[0]}（{'；'.join(named)}）" if named and cells[0] else "；".join(named) or cells[0]
        yield Unit(text, _quotable(_own(row.strip(), above.strip())), heading, is_row=True)


def _own(row: str, above: str) -> str:
    """A row without the cells at its ends that it shares with the row above: a merged cell is seen only once."""
    cells, others = row.strip("|").split("|"), above.strip("|").split("|")
    if len(cells) != len(others) or cells == others:
        return row
    same = [cell == other for cell, other in zip(cells, others, strict=True)]
    first, last = same.index(False), len(same) - same[::-1].index(False)
    return row if all(not one for one in same) else "|".join(cells[first:last]).strip()


def _cells(row: str) -> list[str]:
    return [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", row.strip().strip("|"))]


def _quotable(markdown: str) -> str:
    """The longest stretch without link syntax, so that the quote is verbatim both as stored and as seen."""
    stretches = (piece.strip() for piece in LINK.sub("\n", markdown).split("\n"))
    names = (match[1].strip() for match in LINK.finditer(markdown))
    return max([*stretches, *names], key=len, default="")
