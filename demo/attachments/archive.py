"""Zip files that are the same bytes every time."""

import io
import re
import zipfile
from collections.abc import Iterable

EPOCH = (2026, 1, 1, 0, 0, 0)
STAMP = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?")
FIXED_STAMP = b"2026-01-01T00:00:00Z"
PROPERTIES = "docProps/core.xml"
"""Where Office files keep the time at which they were saved."""


def pack(members: Iterable[tuple[str, bytes]], stored: frozenset[str] = frozenset()) -> bytes:
    """A zip file of these members in their order; `stored` ones are not compressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, body in members:
            method = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, EPOCH), body, method)
    return buffer.getvalue()


def timeless(document: bytes) -> bytes:
    """An Office file without the time at which it was written."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    return pack(
        (name, STAMP.sub(FIXED_STAMP, body) if name == PROPERTIES else body) for name, body in members
    )
