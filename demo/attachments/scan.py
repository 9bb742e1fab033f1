"""Scanned PDF files: pages that are pictures, with nothing to read for a machine."""

import io
from collections.abc import Iterable

from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from demo import seeded
from demo.blocks import Block, Heading, Paragraph, Table

WIDTH, HEIGHT = 620, 877
"""Pixels of an A4 page at 75 dots an inch."""
MARGIN, LINE, GLYPH = 60, 22, 13
PAPER, INK = 243, 60


def write_scan(title: str, blocks: Iterable[Block]) -> bytes:
    """A PDF file that looks like a photocopy of this text: grey boxes where its characters would be."""
    page = Image.new("L", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(page)
    y = MARGIN
    for line in [title, *(line for block in blocks for line in _lines(block))]:
        if y > HEIGHT - MARGIN:
            break
        _draw(pen, line, y)
        y += LINE
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.drawImage(ImageReader(page), 0, 0, *A4)
    canvas.save()
    return buffer.getvalue()


def _lines(block: Block) -> list[str]:
    across = (WIDTH - 2 * MARGIN) // GLYPH
    match block:
        case Table(rows):
            texts = ["  ".join(row) for row in rows]
        case Heading(_, text) | Paragraph(text):
            texts = [text]
    return [text[start : start + across] for text in texts for start in range(0, len(text), across)]


def _draw(pen: ImageDraw.ImageDraw, line: str, y: int) -> None:
    """One box a character, each a little different, as print is."""
    for position, character in enumerate(line):
        if character.isspace():
            continue
        x = MARGIN + position * GLYPH
        inset = seeded.number(4, "scan", character)
        pen.rectangle(
            (x + inset // 2, y, x + GLYPH - 3 - inset, y + 12 - inset), outline=INK, fill=PAPER - 40
        )
        pen.line((x + 1, y + 2 + inset, x + GLYPH - 4, y + 8 - inset), fill=INK)
