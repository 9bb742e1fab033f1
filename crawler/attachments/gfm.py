"""Tables in the Markdown of GitHub: the one shape of table that pages and documents end in."""

from collections.abc import Sequence

MAX_CELLS = 20_000


def gfm_table(rows: Sequence[Sequence[str]], *, headed: bool = True) -> str:
    """Rows of one-line cells as a Markdown table, empty rows and columns left out; the header stays blank unless `headed`.

    Empty for nothing to show; rows beyond `MAX_CELLS` cells are left out.
    """
    width = max(map(len, rows), default=0)
    kept_rows = [
        [*row, *[""] * (width - len(row))]
        for row in rows[: MAX_CELLS // max(1, width)]
        if any(cell.strip() for cell in row)
    ]
    columns = [index for index in range(width) if any(row[index].strip() for row in kept_rows)]
    table = [[_cell(row[index]) for index in columns] for row in kept_rows]
    if not table:
        return ""
    if not headed:
        table.insert(0, [""] * len(columns))
    lines = [f"| {' | '.join(row)} |" for row in table]
    lines.insert(1, f"|{' --- |' * len(columns)}")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
