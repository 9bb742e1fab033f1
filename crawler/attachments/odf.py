"""OpenDocument texts and sheets, read straight from their XML."""

import zipfile
from collections.abc import Iterator

from lxml import etree

from crawler.attachments.archive import checked
from crawler.attachments.gfm import gfm_table
from crawler.attachments.limits import ROWS
from crawler.attachments.reply import Outcome, RefusedError

TEXT, TABLE = (
    "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}",
    "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}",
)
OFFICE, TITLE = (
    "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}",
    "{http://purl.org/dc/elements/1.1/}title",
)
MAX_REPEAT = 50
UNSHOWN = (f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{TEXT}note-citation")
Element = etree._Element


def read(body: bytes, format_name: str) -> tuple[str, str]:
    """Markdown and title of an ODT or ODS. Raises RefusedError."""
    with checked(body) as archive:
        content, meta = (
            _xml(archive, "content.xml"),
            _xml(archive, "meta.xml") if "meta.xml" in archive.namelist() else None,
        )
    title = "" if meta is None else (meta.findtext(f".//{TITLE}") or "")
    root = content.find(f"{OFFICE}body")
    if root is None:
        raise RefusedError(Outcome.BROKEN, "content.xml has no body")
    etree.strip_elements(root, *UNSHOWN, with_tail=False)
    blocks = _sheets(root) if format_name == "ods" else _blocks(root)
    return "\n\n".join(block for block in blocks if block.strip()), title


def _xml(archive: zipfile.ZipFile, name: str) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(archive.read(name), parser)
    except (KeyError, etree.XMLSyntaxError, zipfile.BadZipFile) as error:
        raise RefusedError(Outcome.BROKEN, f"{name}: {error}") from error


def _blocks(parent: Element) -> Iterator[str]:
    for node in parent:
        if node.tag == f"{TEXT}h":
            level = node.get(f"{TEXT}outline-level", "1")
            yield (
                f"{'#' * min(6, (int(level) if level.isdigit() else 1) + 1)} {_line(node)}"
                if _line(node)
                else ""
            )
        elif node.tag == f"{TEXT}p":
            yield _paragraph(node)
        elif node.tag == f"{TEXT}list":
            yield "\n".join(_items(node, 0))
        elif node.tag == f"{TABLE}table":
            yield gfm_table([[_line(cell) for cell in row] for row in _rows(node)])
        else:
            yield from _blocks(node)


def _items(parent: Element, depth: int) -> Iterator[str]:
    for item in parent.iterchildren(f"{TEXT}list-item", f"{TEXT}list-header"):
        mark = "- "
        for node in item:
            if node.tag == f"{TEXT}list":
                yield from _items(node, min(depth + 1, 6))
            elif line := _line(node):
                yield f"{'  ' * depth}{mark}{line}"
                mark = "  "


def _sheets(root: Element) -> Iterator[str]:
    tables = list(root.iter(f"{TABLE}table"))
    for table in tables:
        rows = gfm_table([[_line(cell) for cell in row] for row in _rows(table)])
        if rows and len(tables) > 1:
            yield f"## {table.get(f'{TABLE}name', '')}"
        yield rows


def _rows(table: Element) -> Iterator[list[Element]]:
    """The cells of each row; what is said to repeat is repeated a few times at most, so that a file cannot explode."""
    for count, row in enumerate(table.iter(f"{TABLE}table-row")):
        if count >= ROWS:
            return
        cells: list[Element] = []
        for cell in row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            repeat = cell.get(f"{TABLE}number-columns-repeated", "1")
            cells.extend([cell] * min(MAX_REPEAT, int(repeat) if repeat.isdigit() else 1))
        yield cells


def _line(node: Element) -> str:
    return " ".join(_paragraph(node).split())


def _paragraph(node: Element) -> str:
    """Text with its line breaks."""
    lines = (" ".join(line.split()) for line in "".join(_pieces(node)).split("\n"))
    return "\n".join(line for line in lines if line)


def _pieces(node: Element) -> Iterator[str]:
    """The text in a node in its order; blanks, tabs and breaks stand as elements of their own."""
    if node.tag in (f"{TEXT}s", f"{TEXT}tab"):
        yield " "
    elif node.tag == f"{TEXT}line-break":
        yield "\n"
    yield node.text or ""
    for child in node:
        if child.tag in (f"{TEXT}p", f"{TEXT}h"):
            yield "\n"
        yield from _pieces(child)
        yield child.tail or ""
