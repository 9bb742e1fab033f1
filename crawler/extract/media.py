"""What a response is: by its first bytes, then by its content type, then by its name."""

import io
import re
import zipfile
from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import unquote, urlsplit


class Media(StrEnum):
    """The kinds of response that extraction tells apart."""

    HTML = "html"
    PDF = "pdf"
    ODT = "odt"
    ODS = "ods"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    TEXT = "text"
    UNSUPPORTED = "unsupported"


BY_TYPE = {
    "text/html": Media.HTML,
    "application/xhtml+xml": Media.HTML,
    "text/plain": Media.TEXT,
    "text/csv": Media.CSV,
    "application/csv": Media.CSV,
}
BY_SUFFIX = {".csv": Media.CSV, ".txt": Media.TEXT, ".htm": Media.HTML, ".html": Media.HTML}
ODF = {
    b"application/vnd.oasis.opendocument.text": Media.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": Media.ODS,
}
FOREIGN_MAGIC = (
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"OggS",
    b"ID3",
)
MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|div|table|p|h[1-6]|script|main|article|ul|center)\b",
    re.IGNORECASE,
)
OTHER_XML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|urlset|sitemapindex|svg|rdf)\b",
    re.DOTALL | re.IGNORECASE,
)


def media_of(headers: Mapping[str, str], url: str, body: bytes) -> Media:
    """The kind of a response; servers that call everything `text/html` or `octet-stream` are not believed."""
    found = _by_magic(body)
    if found is not None:
        return found
    declared = headers.get("content-type", "").split(";")[0].strip().lower()
    suffix = _suffix(headers, url)
    if (
        declared in ("", "application/octet-stream", "binary/octet-stream", "text/plain")
        and suffix in BY_SUFFIX
    ):
        return BY_SUFFIX[suffix]
    if declared in BY_TYPE and declared != "text/plain":
        return BY_TYPE[declared]
    if MARKUP.search(body[:4096]) and not declared.startswith(("image/", "video/", "audio/")):
        return Media.HTML
    return BY_TYPE.get(declared, Media.UNSUPPORTED)


def file_name(headers: Mapping[str, str], url: str) -> str:
    """The name of a downloaded file: from Content-Disposition, else from the address; may be empty."""
    disposition = headers.get("content-disposition", "")
    match = re.search(r"filename\*\s*=\s*[\w-]*'[\w-]*'([^;]+)", disposition) or re.search(
        r'filename\s*=\s*"?([^";]+)', disposition
    )
    name = unquote(match[1].strip()) if match else unquote(urlsplit(url).path.rsplit("/", 1)[-1])
    return name.rsplit("\\", 1)[-1].rsplit("/", 1)[-1]


def _suffix(headers: Mapping[str, str], url: str) -> str:
    match = re.search(r"\.[a-z]{3,4}$", file_name(headers, url).lower())
    return match[0] if match else ""


def _by_magic(body: bytes) -> Media | None:
    if b"%PDF-" in body[:1024]:
        return Media.PDF
    if body.startswith(b"PK\x03\x04"):
        return _zip_media(body)
    if body.startswith(FOREIGN_MAGIC) or OTHER_XML.match(body[:2048]):
        return Media.UNSUPPORTED
    if b"\x00\x00\x00" in body[:512] and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Media.UNSUPPORTED
    return None


def _zip_media(body: bytes) -> Media:
    """Office formats are zip files that say in their directory which they are."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" in names:
                return Media.DOCX
            if "xl/workbook.xml" in names:
                return Media.XLSX
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                return ODF.get(archive.read("mimetype").strip(), Media.UNSUPPORTED)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        return Media.UNSUPPORTED
    return Media.UNSUPPORTED
