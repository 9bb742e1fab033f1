"""The widget's own files: packed once, and served under an address that changes with their content."""

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

WIDGET = Path(__file__).parents[2] / "widget"
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
}
NOT_OF_THE_CHAT = frozenset({"js/front.js"})
EDITION = re.compile(r"[0-9a-f]{12}/")
FOREVER = "public, max-age=31536000, immutable"
REVALIDATED = "no-cache"
UNCHANGED = 304


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, as it is and packed; `tag` changes with its content."""

    body: bytes
    packed: bytes
    media_type: str
    tag: str

    def response(self, request: Request, caching: str, more: Mapping[str, str] | None = None) -> Response:
        """The file as an answer to a request: packed where the reader takes that, empty where it has it already."""
        headers = {
            "Cache-Control": caching,
            "ETag": f'"{self.tag}"',
            "Vary": "Accept-Encoding",
            **(more or {}),
        }
        if f'"{self.tag}"' in request.headers.get("if-none-match", ""):
            return Response(status_code=UNCHANGED, headers=headers)
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(self.body, media_type=self.media_type, headers=headers)
        return Response(
            self.packed, media_type=self.media_type, headers={**headers, "Content-Encoding": "gzip"}
        )


@dataclass(frozen=True, slots=True)
class Assets:
    """The files by path below `bot/widget`; `edition` changes whenever one of them does."""

    files: Mapping[str, Asset]
    edition: str

    @property
    def home(self) -> str:
        """The address below which this edition's files are, and may be kept for ever."""
        return f"/widget/{self.edition}"

    def found(self, path: str) -> tuple[Asset | None, str]:
        """The file at an address, if there is one, and how long it may be kept; an edition that is gone gets today's."""
        name = EDITION.sub("", path, count=1)
        return self.files.get(name), FOREVER if path.startswith(f"{self.edition}/") else REVALIDATED

    def placed(self, html: str) -> str:
        """A page that names files by `/widget/…`, with this edition's addresses; it loads all modules at once."""
        modules = sorted(
            path for path in self.files if path.startswith("js/") and path not in NOT_OF_THE_CHAT
        )
        ahead = "".join(f'  <link rel="modulepreload" href="/widget/{path}">\n' for path in modules)
        return html.replace("</head>", f"{ahead}</head>", 1).replace('"/widget/', f'"{self.home}/')


@cache
def assets() -> Assets:
    """The files as they are at the start of the process."""
    paths = sorted(path for path in WIDGET.rglob("*") if path.suffix in MEDIA_TYPES and path.parent != WIDGET)
    files = {path.relative_to(WIDGET).as_posix(): asset(path) for path in (*paths, WIDGET / "icon.svg")}
    return Assets(files, _digest("".join(f"{path} {one.tag}\n" for path, one in files.items()).encode()))


def asset(path: Path) -> Asset:
    """A file, read and packed."""
    body = path.read_bytes()
    return Asset(body, gzip.compress(body, mtime=0), MEDIA_TYPES[path.suffix], _digest(body))


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]
