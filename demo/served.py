"""What is sent for an address, ready in memory: body, its compressed form, what it is validated by."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from demo.items import http_date
from demo.values import Feature, Site

HTML = "text/html; charset=utf-8"
WORTH_COMPRESSING = 1024
"""Bytes; shorter bodies are sent as they are."""


@dataclass(frozen=True)
class Served:
    """One response; `changed` is the day that Last-Modified tells, None for what is made afresh each time."""

    body: bytes
    media_type: str = HTML
    status: int = 200
    changed: date | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def compressed(self) -> bytes:
        """The body as gzip, the same bytes every time."""
        return gzip.compress(self.body, compresslevel=5, mtime=0)

    @property
    def compressible(self) -> bool:
        """Whether compressing is worth it."""
        return self.media_type.startswith(("text/", "application/xml", "application/rss")) and (
            len(self.body) >= WORTH_COMPRESSING
        )

    @cached_property
    def etag(self) -> str:
        """A weak validator, the same for both forms of the body."""
        return f'W/"{hashlib.sha256(self.body).hexdigest()[:20]}"'

    def validators(self, site: Site) -> dict[str, str]:
        """The headers by which this site lets its pages be revalidated."""
        headers = {}
        if self.status == 200 and Feature.ETAG in site.features:
            headers["etag"] = self.etag
        if self.status == 200 and Feature.LAST_MODIFIED in site.features and self.changed:
            headers["last-modified"] = http_date(self.changed)
        return headers
