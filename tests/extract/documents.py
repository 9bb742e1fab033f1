"""Documents made for the tests, as bytes."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from docx import Document
from openpyxl import Workbook
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table, TableStyle

FONT = "MSung-Light"
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
Rows = Sequence[Sequence[str]]


def make_pdf(
    pages: Sequence[Sequence[str]], table: Rows = (), title: str = "", password: str | None = None
) -> bytes:
    """A PDF with these lines on its pages and a ruled table at the foot of the first."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, encrypt=password)
    canvas.setTitle(title)
    for number, lines in enumerate(pages):
        canvas.setFont(FONT, 12)
        for row, line in enumerate(lines):
            canvas.drawString(60, 780 - 20 * row, line)
        if table and number == 0:
            drawn = Table(
                [list(row) for row in table],
                style=TableStyle(
                    [("FONT", (0, 0), (-1, -1), FONT), ("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
                ),
            )
            drawn.wrapOn(canvas, 400, 300)
            drawn.drawOn(canvas, 60, 400)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def make_scan() -> bytes:
    """A PDF whose only page is a grey area."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setFillGray(0.7)
    canvas.rect(50, 50, 400, 600, fill=1)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def make_docx(title: str = "") -> bytes:
    """A Word document with a heading, a paragraph, a list and a table, in this order, and a last paragraph."""
    document = Document()
    document.core_properties.title = title
    document.add_heading("場地租借申請表", 1)
    document.add_paragraph("申請人應於使用日前十四日提出申請。")
    document.add_paragraph("申請書一份", style="List Bullet")
    document.add_paragraph("身分證影本", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells),
        ("場地", "每小時費用", "禮堂", "1,200元"),
        strict=True,
    ):
        cell.text = text
    document.add_paragraph("逾期不予受理。")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def make_xlsx(sheets: Mapping[str, Rows]) -> bytes:
    """A workbook with these sheets."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def make_odf(body: str, kind: bytes = ODT_TYPE, prologue: str = "", title: str = "") -> bytes:
    """An OpenDocument file with this XML in its body."""
    content = f'<?xml version="1.0"?>{prologue}<office:document-content {NAMESPACES}><office:body>{body}</office:body></office:document-content>'
    meta = f'<?xml version="1.0"?><office:document-meta {NAMESPACES}><office:meta><dc:title>{title}</dc:title></office:meta></office:document-meta>'
    return make_zip({"mimetype": kind, "content.xml": content.encode(), "meta.xml": meta.encode()})


def make_zip(entries: Mapping[str, bytes]) -> bytes:
    """A compressed zip file with these entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()
