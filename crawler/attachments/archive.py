"""Zip containers of Office documents: looked at before anything is unpacked."""

import io
import zipfile

from crawler.attachments.limits import ENTRIES, RATIO, RATIO_FROM, UNPACKED
from crawler.attachments.reply import Outcome, RefusedError

PROLOGUE = 4_096
"""Bytes at the beginning of an XML file in which a document type would have to stand."""


def checked(body: bytes) -> zipfile.ZipFile:
    """The archive, if what it says of itself is within limits and its XML defines no entities. Raises RefusedError."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise RefusedError(Outcome.BROKEN, f"not a zip file: {error}") from error
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise RefusedError(Outcome.ENCRYPTED)
    if len(entries) > ENTRIES:
        raise RefusedError(Outcome.BOMB, f"{len(entries):,} entries")
    total = sum(entry.file_size for entry in entries)
    if total > UNPACKED:
        raise RefusedError(Outcome.BOMB, f"unpacks to {total:,} bytes")
    for entry in entries:
        if entry.file_size > RATIO_FROM and entry.file_size > RATIO * max(1, entry.compress_size):
            raise RefusedError(Outcome.BOMB, f"{entry.filename[:80]} unpacks to {entry.file_size:,} bytes")
        if entry.filename.endswith((".xml", ".rels")):
            _refuse_entities(archive, entry)
    return archive


def _refuse_entities(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Office documents define no entities; one that does is an attack on its reader."""
    with archive.open(entry) as stream:
        start = stream.read(PROLOGUE).replace(b"\x00", b"").upper()
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise RefusedError(Outcome.BOMB, f"{entry.filename[:80]} defines entities")
