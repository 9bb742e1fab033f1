"""Excel sheets as tables."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice

from openpyxl import load_workbook

from crawler.attachments.archive import checked
from crawler.attachments.gfm import gfm_table
from crawler.attachments.limits import ROWS

MAX_COLUMNS = 60


def read(body: bytes, _format_name: str) -> tuple[str, str]:
    """Markdown and title of an XLSX; a sheet is a table, a line alone above it a paragraph. Raises RefusedError."""
    checked(body).close()
    workbook = load_workbook(io.BytesIO(body), read_only=True, data_only=True)
    shown = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    parts: list[str] = []
    for sheet in shown:
        rows = [
            [_text(value) for value in row]
            for row in islice(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS), ROWS)
        ]
        content = list(_sheet(rows))
        if content and len(shown) > 1:
            parts.append(f"## {sheet.title}")
        parts.extend(content)
    title = workbook.properties.title or ""
    workbook.close()
    return "\n\n".join(parts), title


def _sheet(rows: list[list[str]]) -> Iterator[str]:
    """Leading rows with one filled cell are captions, what follows is the table."""
    filled = [row for row in rows if any(row)]
    while filled and sum(map(bool, filled[0])) == 1 and any(sum(map(bool, row)) > 1 for row in filled):
        yield next(cell for cell in filled.pop(0) if cell)
    if table := gfm_table(filled):
        yield table


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())
