"""Content files: Markdown with TOML front matter, and TOML alone; reading them, and saying where one is malformed."""

import re
import tomllib
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from askcity.errors import ConfigurationError

FENCE = "+++"
AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")
OPENING = re.compile(r"""body\s*=\s*(?:\"{3}|'{3})\n""")
"""A template that begins on the line below its name: TOML drops the line break after the quotation marks."""
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or one entry of a list in a TOML file: its fields as they are written, and the text that it holds.

    `front` is the fields' TOML and starts on `line`; `body` is Markdown or a template of it, on `body_line`.
    """

    path: Path
    line: int
    front: str
    fields: dict[str, Any]
    body: str = ""
    body_line: int = 1

    def error(self, name: str, what: str) -> ConfigurationError:
        """The complaint about one field, with the field's line, or the first one where the field is missing."""
        return self._complaint(rf"^{re.escape(name)}\s*=", what)

    def error_at(self, value: str, what: str) -> ConfigurationError:
        """The complaint about a value among the fields, with the line on which it first stands."""
        return self._complaint(re.escape(value), what)

    def _complaint(self, pattern: str, what: str) -> ConfigurationError:
        found = re.search(pattern, self.front, re.MULTILINE)
        before = self.front.count("\n", 0, found.start()) if found else 0
        return malformed(self.path, self.line + before, what)

    def line_of(self, text: str) -> int:
        """The line on which some text of the body first stands, or the body's first."""
        return self.body_line + self.body.count("\n", 0, max(self.body.find(text), 0))

    def refuse_unknown(self, known: Collection[str]) -> None:
        """Raise ConfigurationError if there is any field but these."""
        for name in self.fields:
            if name not in known:
                raise self.error(name, f"unknown field {name}; known: {', '.join(sorted(known))}")

    def text(self, name: str, default: str | None = None) -> str:
        """A field as text; it must be there unless there is a default."""
        value = self.fields.get(name, default)
        if not isinstance(value, str) or not (value.strip() or name not in self.fields):
            raise self.error(name, f"{name} is missing or not a text")
        return value

    def number(self, name: str, default: int | None = None) -> int:
        """A field as a whole number; it must be there unless there is a default."""
        value = self.fields.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.error(name, f"{name} is missing or not a whole number")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A field that is a list of texts; empty where it is not given."""
        value = self.fields.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error(name, f"{name} must be a list of texts")
        return tuple(value)

    def tables(self, name: str) -> dict[str, dict[str, Any]]:
        """A field that is a table of tables; empty where it is not given."""
        value = self.fields.get(name, {})
        if not isinstance(value, dict) or not all(isinstance(item, dict) for item in value.values()):
            raise self.error(name, f"{name} must be a table of tables")
        return value

    def parsed(self, name: str, parse: Callable[[Any], Value]) -> Value:
        """A field as something else, where `parse` raises ValueError for what it cannot read."""
        if name not in self.fields:
            raise self.error(name, f"{name} is missing")
        try:
            return parse(self.fields[name])
        except ValueError as error:
            raise self.error(name, f"{name}: {error}") from error


def malformed(path: Path, line: int, what: str) -> ConfigurationError:
    """The complaint about one place of a content file."""
    return ConfigurationError(f"{path}:{line}: {what}")


def read_toml(path: Path) -> Source:
    """A TOML file. Raises ConfigurationError with path and line."""
    text = _read(path)
    return Source(path, 1, text, _parse(path, text, 0))


def read_template(path: Path) -> Source:
    """A TOML file whose field `body` is a template. Raises ConfigurationError with path and line."""
    source = read_toml(path)
    body = source.text("body")
    found = re.search(r"^body\s*=", source.front, re.MULTILINE)
    start = found.start() if found else 0
    opened = OPENING.match(source.front, start) is not None
    return replace(source, body=body, body_line=1 + source.front.count("\n", 0, start) + opened)


def entries_of(source: Source, name: str) -> list[Source]:
    """The entries `[[name]]` of a TOML file, each with its own lines. Raises ConfigurationError if there are none."""
    entries = source.fields.get(name)
    if not isinstance(entries, list) or not entries or not all(isinstance(each, dict) for each in entries):
        raise malformed(source.path, 1, f"there must be entries [[{name}]]")
    header = re.compile(rf"^\[\[\s*{re.escape(name)}\s*\]\]", re.MULTILINE)
    starts = [found.start() for found in header.finditer(source.front)]
    if len(starts) != len(entries):  # written in brackets, so that none has lines of its own
        starts = [0] * len(entries)
    ends = [*starts[1:], len(source.front)]
    return [
        Source(source.path, 1 + source.front.count("\n", 0, start), source.front[start:end], fields)
        for fields, start, end in zip(entries, starts, ends, strict=True)
    ]


def read_source(path: Path, known: Collection[str]) -> Source:
    """A Markdown file whose front matter has known fields only. Raises ConfigurationError with path and line."""
    opening, _, rest = _read(path).partition("\n")
    front, fence, body = rest.partition(f"\n{FENCE}\n")
    if opening.strip() != FENCE or not fence:
        raise malformed(path, 1, f"front matter must stand between two lines of {FENCE}")
    blank = len(body) - len(body.lstrip("\n"))
    first = 4 + front.count("\n") + blank
    source = Source(path, 1, f"{opening}\n{front}", _parse(path, front, 1), body.strip("\n"), first)
    source.refuse_unknown(known)
    if not body.strip():
        raise malformed(path, source.body_line, "no text after the front matter")
    return source


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise malformed(path, 1, f"not UTF-8: {error}") from error


def _parse(path: Path, text: str, lines_before: int) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = AT_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise malformed(path, line + lines_before, f"not TOML: {error}") from error
