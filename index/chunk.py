"""Pages to chunks: cut along the headings, tables keep their header, what belongs together stays whole."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from crawler.page import Page

TARGET = 500
"""Characters that a chunk aims at; a block that is longer by itself is cut between its lines."""
LEAD_IN = 60
"""Characters: text this short, such as the line above a table, stays with what follows it."""

HEADING = re.compile(r"(#{2,6})\s+(.+)")
TABLE_RULE = re.compile(r"\|?[\s:|-]+\|[\s:|-]*")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a page.

    `position` counts from 0. `digest` covers all that is embedded (title, headings, text); `id` stays the same
    as long as page address and digest do, wherever on the page the chunk stands.
    """

    id: str
    page_url: str
    title: str
    heading_path: tuple[str, ...]
    position: int
    text: str
    digest: str

    @property
    def heading(self) -> str:
        """The heading path as one line."""
        return " > ".join(self.heading_path)

    @property
    def searchable(self) -> str:
        """What the indexes see: title, headings, text."""
        return "\n".join(part for part in (self.title, self.heading, self.text) if part)


@dataclass(frozen=True, slots=True)
class Section:
    """The blocks below one heading."""

    heading_path: tuple[str, ...]
    blocks: tuple[str, ...]


def chunk_page(page: Page) -> list[Chunk]:
    """The chunks of a page, in order; a page without text gives one chunk that holds its title."""
    pieces = [
        (section.heading_path, text)
        for section in sections(page.markdown)
        for text in _packed(section.blocks)
    ]
    merged = _merged(pieces) or [((), page.title)]
    occurrences: Counter[str] = Counter()
    return [_chunk(page, position, piece, occurrences) for position, piece in enumerate(merged)]


def sections(markdown: str) -> Iterator[Section]:
    """The sections of a Markdown text along its headings."""
    path: list[tuple[int, str]] = []
    blocks: list[str] = []
    for block in _blocks(markdown):
        match = HEADING.fullmatch(block)
        if match is None:
            blocks.append(block)
            continue
        level = len(match[1])
        if blocks or (path and path[-1][0] >= level):  # a heading that no text follows is text itself
            yield _section(path, blocks)
            blocks = []
        path = [*((depth, title) for depth, title in path if depth < level), (level, match[2].strip())]
    if blocks or path:
        yield _section(path, blocks)


def _section(path: list[tuple[int, str]], blocks: list[str]) -> Section:
    titles = tuple(title for _, title in path)
    return Section(titles, tuple(blocks)) if blocks else Section(titles[:-1], titles[-1:])


def table_rows(block: str) -> tuple[str, list[str]] | None:
    """Header (with its rule) and rows of a Markdown table, or None for any other block."""
    lines = block.splitlines()
    if len(lines) < 2 or not lines[0].lstrip().startswith("|") or not TABLE_RULE.fullmatch(lines[1].strip()):
        return None
    return "\n".join(lines[:2]), lines[2:]


def _blocks(markdown: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", markdown):
        kept: list[str] = []
        for line in block.strip("\n").splitlines():
            if HEADING.fullmatch(line.strip()):
                yield from _table_apart(kept)
                kept = []
                yield line.strip()
            elif line.strip():
                kept.append(line.rstrip())
        yield from _table_apart(kept)


def _table_apart(lines: list[str]) -> Iterator[str]:
    """Lines as blocks: a table that text stands right above or below is a block of its own."""
    in_table = False
    held: list[str] = []
    for place, line in enumerate(lines):
        begins = not in_table and table_rows("\n".join(lines[place : place + 2])) is not None
        ends = in_table and not line.lstrip().startswith("|")
        if held and (begins or ends):
            yield "\n".join(held)
            held = []
        in_table = begins or (in_table and not ends)
        held.append(line)
    if held:
        yield "\n".join(held)


def _packed(blocks: tuple[str, ...]) -> Iterator[str]:
    """Blocks put together up to the target length; longer ones cut between lines, table headers repeated."""
    held = ""
    for block in blocks:
        for piece in _cut(block):
            if len(held) > LEAD_IN and len(held) + len(piece) > TARGET:
                yield held
                held = piece
            else:
                held = f"{held}\n\n{piece}" if held else piece
    if held:
        yield held


def _cut(block: str) -> Iterator[str]:
    if len(block) <= TARGET:
        yield block
        return
    table = table_rows(block)
    head, lines = table if table else ("", _lines(block))
    held: list[str] = []
    for line in lines:
        if held and len(head) + sum(map(len, held)) + len(line) > TARGET:
            yield "\n".join([head, *held] if head else held)
            held = []
        held.append(line)
    if held:
        yield "\n".join([head, *held] if head else held)


def _lines(block: str) -> list[str]:
    """Lines of a block; one that is itself too long is cut after its sentences."""
    found: list[str] = []
    for line in block.splitlines():
        found.extend(
            [line]
            if len(line) <= TARGET
            else [part for part in re.split(r"(?<=[。\uff01\uff1f\uff1b])", line) if part]
        )
    return found


def _merged(pieces: list[tuple[tuple[str, ...], str]]) -> list[tuple[tuple[str, ...], str]]:
    """Short neighbouring sections put together: their headings then stand in the text, the path is what they share."""
    merged: list[tuple[tuple[str, ...], str]] = []
    for path, text in pieces:
        if merged and len(merged[-1][1]) + len(text) < TARGET * 0.6:
            previous_path, previous = merged[-1]
            pairs = takewhile(lambda pair: pair[0] == pair[1], zip(previous_path, path, strict=False))
            shared = tuple(title for title, _ in pairs)
            merged[-1] = (
                shared,
                f"{_headed(previous_path, shared, previous)}\n\n{_headed(path, shared, text)}",
            )
        else:
            merged.append((path, text))
    return merged


def _headed(path: tuple[str, ...], shared: tuple[str, ...], text: str) -> str:
    own = path[len(shared) :]
    return "\n\n".join([*(f"## {title}" for title in own), text]) if own else text


def _chunk(page: Page, position: int, piece: tuple[tuple[str, ...], str], occurrences: Counter[str]) -> Chunk:
    path, text = piece
    digest = hashlib.sha256("\x1f".join((page.title, *path, text)).encode()).hexdigest()
    occurrences[digest] += 1
    identity = hashlib.sha256(f"{page.url}\x1f{digest}\x1f{occurrences[digest]}".encode()).hexdigest()[:24]
    return Chunk(identity, page.url, page.title, path, position, text, digest)
