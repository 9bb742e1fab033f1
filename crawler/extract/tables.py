"""Tables: which ones are data and which only lay out the page; spans expanded, headers found."""

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from crawler.attachments.gfm import gfm_table
from crawler.extract.tree import Element, length

ROWS = etree.XPath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr")
CELLS = etree.XPath("./td | ./th")
INNER_TABLE = etree.XPath("boolean(.//table)", smart_strings=False)
HEADINGS = etree.XPath("boolean(.//td//h1 or .//td//h2 or .//td//h3 or .//td//h4)", smart_strings=False)
EMPHATIC = etree.XPath("boolean(.//b or .//strong)", smart_strings=False)
LONG_CELL = 300
"""Characters: an unheaded table with a longer cell lays out text."""

MAX_SPAN = 60
MAX_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a table: each row as elements with the columns that they take, and whether all are headers."""

    rows: tuple[tuple[Element, ...], ...]

    @property
    def width(self) -> int:
        """Columns, spans counted."""
        return max((sum(span(cell, "colspan") for cell in row) for row in self.rows), default=0)


def read_grid(table: Element) -> Grid:
    """The rows and cells of a table, cells with nothing in them included."""
    return Grid(tuple(tuple(CELLS(row)) for row in ROWS(table)[:MAX_ROWS]))


def span(cell: Element, name: str) -> int:
    """How many columns or rows a cell says that it takes, within reason."""
    value = (cell.get(name) or "1").strip()
    return min(MAX_SPAN, max(1, int(value))) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def is_data(table: Element, grid: Grid) -> bool:
    """Whether a table holds data; else its cells are parts of the page that stand side by side."""
    cells = [cell for row in grid.rows for cell in row]
    if (
        INNER_TABLE(table)
        or table.get("role") in ("presentation", "none")
        or grid.width < 2
        or HEADINGS(table)
    ):
        return False
    if any(cell.tag == "th" for cell in cells):
        return True
    filled_rows = [row for row in grid.rows if sum(length(cell) > 0 for cell in row) >= 2]
    return len(filled_rows) >= 2 and max(map(length, cells)) <= LONG_CELL


def render_table(grid: Grid, text: Callable[[Element], str]) -> tuple[list[str], str]:
    """Captions (rows that are one cell across, at the top) and the Markdown of a data table."""
    captions: list[str] = []
    rows = list(grid.rows)
    while (
        rows
        and len(rows) > 1
        and len(rows[0]) == 1
        and span(rows[0][0], "colspan") >= min(grid.width, MAX_SPAN)
    ):
        captions.append(text(rows.pop(0)[0]))
    return captions, gfm_table(_expanded(rows, grid.width, text), headed=_is_headed(rows))


def _expanded(rows: list[tuple[Element, ...]], width: int, text: Callable[[Element], str]) -> list[list[str]]:
    """The text of each cell in every row and column that it covers; a cell right across stands once."""
    table: list[list[str]] = []
    pending: dict[int, tuple[int, str]] = {}
    for row in rows:
        line: list[str] = []
        for cell in row:
            _take_pending(line, pending)
            shown, columns = text(cell), span(cell, "colspan")
            for offset in range(columns):
                if span(cell, "rowspan") > 1:
                    pending[len(line)] = (span(cell, "rowspan") - 1, shown)
                line.append(shown if offset == 0 or columns < width else "")
        _take_pending(line, pending)
        table.append(line)
    return table


def _take_pending(line: list[str], pending: dict[int, tuple[int, str]]) -> None:
    """Fills in what cells of earlier rows reach down to here."""
    while len(line) in pending and (column := len(line)) in pending:
        left, shown = pending.pop(column)
        line.append(shown)
        if left > 1:
            pending[column] = (left - 1, shown)


def _is_headed(rows: list[tuple[Element, ...]]) -> bool:
    """Whether the first row names the columns: header cells, emphasis, or at least no key-and-value pairs."""
    if len(rows) < 2:
        return False
    first, rest = rows[0], rows[1:]
    if any(cell.tag == "th" for row in rows for cell in row):
        return all(cell.tag == "th" for cell in first) or first[0].getparent() is None or _in_head(first)
    if all(EMPHATIC(cell) for cell in first if length(cell)) and not all(
        EMPHATIC(row[0]) for row in rest if row
    ):
        return True
    if any(cell.get("bgcolor") or "background" in (cell.get("style") or "") for cell in first):
        return not any(
            row and (row[0].get("bgcolor") or "background" in (row[0].get("style") or "")) for row in rest
        )
    return len(first) > 2 and all(0 < length(cell) <= 20 for cell in first)


def _in_head(row: tuple[Element, ...]) -> bool:
    return any(parent.tag == "thead" for parent in row[0].iterancestors())
