"""OpenDocument texts, the format that Taiwan's offices must offer."""

from collections.abc import Iterable
from html import escape

from demo.attachments.archive import pack
from demo.blocks import Block, Heading, Paragraph, Table

MIME_TYPE = "application/vnd.oasis.opendocument.text"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("text", "text"), ("table", "table"), ("meta", "meta"))
)
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{MIME_TYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""


def write_odt(title: str, blocks: Iterable[Block]) -> bytes:
    """An .odt file with this title and text."""
    body = "".join(_xml(block) for block in (Heading(1, title), *blocks))
    content = f'<office:document-content {NAMESPACES} office:version="1.2"><office:body><office:text>{body}</office:text></office:body></office:document-content>'
    meta = f'<office:document-meta {NAMESPACES} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2"><office:meta><dc:title>{escape(title)}</dc:title></office:meta></office:document-meta>'
    members = [
        ("mimetype", MIME_TYPE),
        ("content.xml", f'<?xml version="1.0" encoding="UTF-8"?>\n{content}'),
        ("meta.xml", f'<?xml version="1.0" encoding="UTF-8"?>\n{meta}'),
        ("META-INF/manifest.xml", MANIFEST),
    ]
    return pack(((name, text.encode()) for name, text in members), frozenset({"mimetype"}))


def _xml(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f'<text:h text:outline-level="{level}">{escape(text)}</text:h>'
        case Paragraph(text):
            return f"<text:p>{escape(text)}</text:p>"
        case Table(rows):
            columns = f'<table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
            return f"<table:table>{columns}{''.join(map(_row, rows))}</table:table>"


def _row(cells: tuple[str, ...]) -> str:
    inner = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
        for cell in cells
    )
    return f"<table:table-row>{inner}</table:table-row>"
