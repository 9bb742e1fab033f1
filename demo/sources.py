"""Markdown files with TOML front matter: reading them, and saying where one is malformed."""

import re
import tomllib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from askcity.errors import ConfigurationError

FENCE = "+++"
AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its front matter, its Markdown, and the line that the Markdown starts on."""

    path: Path
    front: str
    fields: dict[str, Any]
    body: str
    body_line: int

    def error(self, name: str, what: str) -> ConfigurationError:
        """The complaint about one field, with the field's line."""
        found = re.search(rf"^{re.escape(name)}\s*=", self.front, re.MULTILINE)
        return malformed(self.path, 2 + self.front.count("\n", 0, found.start()) if found else 1, what)

    def line_of(self, text: str) -> int:
        """The line on which some text of the Markdown first stands."""
        return self.body_line + self.body.count("\n", 0, max(self.body.find(text), 0))

    def text(self, name: str) -> str:
        """A field that must be there, as text."""
        value = self.fields.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.error(name, f"{name} is missing or not a text")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A field that is a list of texts; empty where it is not given."""
        value = self.fields.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error(name, f"{name} must be a list of texts")
        return tuple(value)

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


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file. Raises ConfigurationError with path and line."""
    return _parse(path, path.read_text(encoding="utf-8"), 0)


def read_source(path: Path, known: Collection[str]) -> Source:
    """A Markdown file whose front matter has known fields only. Raises ConfigurationError with path and line."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise malformed(path, 1, f"not UTF-8: {error}") from error
    opening, _, rest = text.partition("\n")
    front, fence, body = rest.partition(f"\n{FENCE}\n")
    if opening.strip() != FENCE or not fence:
        raise malformed(path, 1, f"front matter must stand between two lines of {FENCE}")
    blank = len(body) - len(body.lstrip("\n"))
    first = 4 + front.count("\n") + blank
    source = Source(path, front, _parse(path, front, 1), body.strip("\n"), first)
    for name in source.fields:
        if name not in known:
            raise source.error(name, f"unknown field {name}; known: {', '.join(sorted(known))}")
    if not body.strip():
        raise malformed(path, source.body_line, "no text after the front matter")
    return source


def _parse(path: Path, text: str, lines_before: int) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = AT_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise malformed(path, line + lines_before, f"not TOML: {error}") from error
