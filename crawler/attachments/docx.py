"""Word documents: paragraphs, lists and tables in their order."""

import io
import re
from collections.abc import Iterator

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from crawler.attachments.archive import checked
from crawler.attachments.gfm import gfm_table
from crawler.attachments.limits import ROWS

HEADING = re.compile(r"(?:heading|標題)\s*(\d)", re.IGNORECASE)


def read(body: bytes, _format_name: str) -> tuple[str, str]:
    """Markdown and title of a DOCX. Raises RefusedError."""
    checked(body).close()
    document = Document(io.BytesIO(body))
    blocks: list[str] = []
    for part in document.iter_inner_content():
        text = _table(part) if isinstance(part, Table) else _paragraph(part)
        joins = text.startswith("- ") and blocks and blocks[-1].startswith("- ")
        if joins:
            blocks[-1] += f"\n{text}"
        elif text:
            blocks.append(text)
    return "\n\n".join(blocks), document.core_properties.title or ""


def _paragraph(paragraph: Paragraph) -> str:
    lines = [" ".join(line.split()) for line in paragraph.text.split("\n")]
    text = "\n".join(line for line in lines if line)
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    if not text:
        return ""
    if style.lower() == "title":
        return f"# {text}"
    if match := HEADING.match(style):
        return f"{'#' * min(6, int(match[1]) + 1)} {text}"
    return f"- {text}" if style.lower().startswith("list") else text


def _table(table: Table) -> str:
    """A table as Markdown; merged cells stand in every place that they cover."""
    return gfm_table(list(_rows(table)))


def _rows(table: Table) -> Iterator[list[str]]:
    for count, row in enumerate(table.rows):
        if count >= ROWS:
            return
        yield [cell.text for cell in row.cells]
