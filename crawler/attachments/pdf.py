"""PDF: the text as pypdf reads it, laid into the tables whose rules pdfplumber finds on the page."""

import io
import logging
import re
import time
from collections.abc import Iterator
from statistics import median

import pdfplumber
from pdfplumber.table import Table
from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from crawler.attachments.gfm import gfm_table
from crawler.attachments.limits import PAGES, SOFT_SECONDS, TABLE_PAGES
from crawler.attachments.pdf_layout import Piece, lines_of, pieces_of, within
from crawler.attachments.reply import Outcome, RefusedError

logging.disable(logging.CRITICAL)
SENTENCE_END = ("。", ":", "\uff1a", ";", "\uff1b", "!", "\uff01", "?", "\uff1f", ".")
NEW_ITEM = re.compile(
    r"\s*(?:[一二三四五六七八九十]+、|[(\uff08][一二三四五六七八九十\d]+[)\uff09]|\d+[.、]|第[一二三四五六七八九十百\d]+[條章節項]|[※•●■◆○□])"
)
TRIPS = (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError)
"""What pypdf raises over single pages of documents that are otherwise fine."""


def read(body: bytes, _format_name: str) -> tuple[str, str]:
    """Markdown and title of a PDF. Raises RefusedError for encrypted and scanned ones."""
    deadline = time.monotonic() + SOFT_SECONDS
    try:
        reader = PdfReader(io.BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            raise RefusedError(Outcome.ENCRYPTED)
        count = min(len(reader.pages), PAGES)
    except PyPdfError as error:
        raise RefusedError(Outcome.BROKEN, f"not a readable PDF: {error}") from error
    title = str((reader.metadata and reader.metadata.title) or "")
    tables = dict(_tables(body, min(count, TABLE_PAGES), deadline))
    pages = [_page(reader.pages[number], tables.get(number, [])) for number in _within_time(count, deadline)]
    markdown = "\n\n".join(page for page in pages if page)
    if not markdown:
        raise RefusedError(Outcome.SCANNED, "scanned: its pages hold no text")
    return markdown, title


def _within_time(count: int, deadline: float) -> Iterator[int]:
    return (number for number in range(count) if time.monotonic() < deadline)


def _tables(body: bytes, count: int, deadline: float) -> Iterator[tuple[int, list[Table]]]:
    """The ruled tables of each page, from top to bottom; half of the time at most goes into them."""
    with pdfplumber.open(io.BytesIO(body)) as document:
        for number in _within_time(min(count, len(document.pages)), deadline - SOFT_SECONDS / 2):
            page = document.pages[number]
            if len(page.rects) + len(page.lines) + len(page.curves) >= 4:
                found = [table for table in page.find_tables() if len(table.rows) > 1]
                yield number, sorted(found, key=lambda table: table.bbox[1])
            page.close()


def _page(page: PageObject, tables: list[Table]) -> str:
    """One page: its paragraphs, its tables where they stand among them."""
    try:
        if not tables:
            return paragraphs(page.extract_text())
        pieces = pieces_of(page)
    except TRIPS:
        return ""
    parts: list[str] = []
    top = 0.0
    outside = [piece for piece in pieces if not any(within(piece, table.bbox) for table in tables)]
    for table in tables:
        parts.append(paragraphs(lines_of([piece for piece in outside if top <= piece.top < table.bbox[1]])))
        parts.append(_table(table, pieces))
        top = max(top, table.bbox[1])
    parts.append(paragraphs(lines_of([piece for piece in outside if piece.top >= top])))
    return "\n\n".join(part for part in parts if part)


def _table(table: Table, pieces: list[Piece]) -> str:
    rows = [
        [[] if box is None else [piece for piece in pieces if within(piece, box)] for box in row.cells]
        for row in table.rows
    ]
    return gfm_table([[_joined_han(lines_of(cell).replace("\n", " ")) for cell in row] for row in rows])


def paragraphs(text: str) -> str:
    """Lines as printed put together to paragraphs: a full line that ends no sentence goes on in the next."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    lengths = [len(line) for line in lines if line]
    if not lengths:
        return ""
    full = 0.85 * max(median(lengths), 0.8 * max(lengths))
    parts: list[str] = []
    open_line = False
    for line in lines:
        if line and open_line and parts and not NEW_ITEM.match(line):
            parts[-1] = _joined_han(f"{parts[-1]} {line}")
        elif line:
            parts.append(line)
        open_line = len(line) >= full and not line.endswith(SENTENCE_END)
    return "\n\n".join(parts)


def _joined_han(text: str) -> str:
    """No blank where a line of Chinese was broken."""
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])", "", text)
