"""Excel workbooks: one sheet a table, named after the heading before it."""

import io
import re
from collections.abc import Iterable, Iterator

from openpyxl import Workbook
from openpyxl.styles import Font

from demo.attachments.archive import timeless
from demo.blocks import Block, Heading, Paragraph, Table

FORBIDDEN = re.compile(r"[\\/*?:\[\]]")
LONGEST_NAME = 31


def write_xlsx(title: str, blocks: Iterable[Block]) -> bytes:
    """A .xlsx file with this title; text outside tables stands above the next table."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = title
    for name, lines, table in _sheets(title, blocks):
        sheet = book.create_sheet(_free(FORBIDDEN.sub(" ", name)[:LONGEST_NAME], book.sheetnames))
        for line in lines:
            sheet.append([line])
        for row in table.rows:
            sheet.append(list(row))
        for cell in sheet[len(lines) + 1]:
            cell.font = Font(bold=True)
    buffer = io.BytesIO()
    book.save(buffer)
    return timeless(buffer.getvalue())


def _sheets(title: str, blocks: Iterable[Block]) -> Iterator[tuple[str, list[str], Table]]:
    name, lines = title, []
    for block in blocks:
        match block:
            case Heading(_, text):
                name = text
            case Paragraph(text):
                lines.append(text)
            case Table():
                yield name, lines, block
                lines = []
    if lines:
        yield "說明", lines, Table(((title,),))


def _free(name: str, taken: list[str]) -> str:
    """The name, numbered where a sheet has it already."""
    if name not in taken:
        return name
    return f"{name[: LONGEST_NAME - 3]} {len(taken) + 1}"
