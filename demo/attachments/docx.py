"""Word documents."""

import io
from collections.abc import Iterable

from docx import Document

from demo.attachments.archive import timeless
from demo.blocks import Block, Heading, Paragraph, Table


def write_docx(title: str, blocks: Iterable[Block]) -> bytes:
    """A .docx file with this title and text."""
    document = Document()
    document.core_properties.title = title
    document.core_properties.author = "示範市政府"
    document.add_heading(title, 0)
    for block in blocks:
        match block:
            case Heading(level, text):
                document.add_heading(text, level - 1)
            case Paragraph(text):
                document.add_paragraph(text)
            case Table(rows):
                table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
                for row, cells in zip(table.rows, rows, strict=True):
                    for cell, text in zip(row.cells, cells, strict=True):
                        cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return timeless(buffer.getvalue())
