"""PDF files whose Chinese can be read back: a CID font that every viewer brings along."""

import io
from collections.abc import Iterable
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, SimpleDocTemplate
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from demo.blocks import Block, Heading, Paragraph, Table

FONT = "MSung-Light"
BODY = ParagraphStyle("body", fontName=FONT, fontSize=11, leading=17, wordWrap="CJK", spaceAfter=6)
CELL = ParagraphStyle("cell", parent=BODY, fontSize=10, leading=14, spaceAfter=0)
TITLE = ParagraphStyle("title", parent=BODY, fontSize=18, leading=26, spaceAfter=12)
SUBTITLE = ParagraphStyle("subtitle", parent=BODY, fontSize=13, leading=20, spaceBefore=8)
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def write_pdf(title: str, blocks: Iterable[Block]) -> bytes:
    """A PDF file with this title and text, tables ruled."""
    buffer = io.BytesIO()
    document = SimpleDocTemplate(buffer, pagesize=A4, title=title, author="示範市政府", invariant=1)
    document.build([Text(escape(title), TITLE), *(_flowable(block, document.width) for block in blocks)])
    return buffer.getvalue()


def _flowable(block: Block, width: float) -> Flowable:
    match block:
        case Heading(_, text):
            return Text(escape(text), SUBTITLE)
        case Paragraph(text):
            return Text(escape(text), BODY)
        case Table(rows):
            cells = [[Text(escape(cell), CELL) for cell in row] for row in rows]
            style = [
                ("GRID", (0, 0), (-1, -1), 0.5, colors.grey),
                ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]
            return Grid(
                cells,
                colWidths=[width / len(rows[0])] * len(rows[0]),
                style=style,
                repeatRows=1,
                spaceAfter=8,
            )
