"""Markdown as a flat run of headings, paragraphs, list items and tables, for formats other than HTML."""

from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from demo.markup import PARSER, inline_text


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 2 is the topmost in a page's text."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or a list's item with its mark before it."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its header first; all rows have as many cells."""

    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Table


def blocks_of(markdown: str) -> tuple[Block, ...]:
    """The blocks of a text in their order."""
    tokens = PARSER.parse(markdown)
    found: list[Block] = []
    mark = ""
    counters: list[int] = []
    for index, token in enumerate(tokens):
        match token.type:
            case "ordered_list_open" | "bullet_list_open":
                counters.append(int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else 0)
            case "ordered_list_close" | "bullet_list_close":
                counters.pop()
            case "list_item_open":
                mark = f"{counters[-1]}. " if counters[-1] else "• "
                counters[-1] += bool(counters[-1])
            case "heading_open":
                found.append(Heading(int(token.tag[1]), inline_text(tokens[index + 1])))
            case "paragraph_open":
                found.append(Paragraph(mark + inline_text(tokens[index + 1])))
                mark = ""
            case "table_open":
                found.append(_table(tokens[index:]))
    return tuple(found)


def _table(tokens: Sequence[Token]) -> Table:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(inline_text(token))
    return Table(tuple(tuple(row) for row in rows))
