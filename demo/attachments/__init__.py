"""Documents to download, written from Markdown in the formats that city offices use; the same bytes every time."""

from collections.abc import Callable
from functools import cache

from demo.attachments.docx import write_docx
from demo.attachments.odt import write_odt
from demo.attachments.pdf import write_pdf
from demo.attachments.scan import write_scan
from demo.attachments.xlsx import write_xlsx
from demo.blocks import blocks_of
from demo.values import Attachment, Format

MEDIA_TYPES = {
    Format.ODT: "application/vnd.oasis.opendocument.text",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.PDF: "application/pdf",
    Format.SCAN: "application/pdf",
}
WRITERS: dict[Format, Callable[..., bytes]] = {
    Format.ODT: write_odt,
    Format.DOCX: write_docx,
    Format.XLSX: write_xlsx,
    Format.PDF: write_pdf,
    Format.SCAN: write_scan,
}


@cache
def render(attachment: Attachment) -> bytes:
    """The file's bytes in its format."""
    return WRITERS[attachment.format](attachment.title, blocks_of(attachment.body))
