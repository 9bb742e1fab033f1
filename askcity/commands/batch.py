"""Files of many questions: JSON Lines in, JSON Lines out, in the same order."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from askcity.commands.output import as_json
from askcity.errors import ConfigurationError

Wanted = TypeVar("Wanted")


@dataclass(frozen=True, slots=True)
class Batch:
    """A file of questions and the file that their answers go to."""

    source: Path
    target: Path


def one_or_many(name: str, one: str | None, batch: Path | None, out: Path | None) -> str | Batch:
    """What a command line asks for: one text, or a file of them. Raises ConfigurationError where it is neither."""
    match one, batch, out:
        case str(), None, None:
            return one
        case None, Path(), Path():
            return Batch(batch, out)
    raise ConfigurationError(f"give either one {name}, or --batch IN.jsonl together with --out OUT.jsonl")


def run_batch(
    batch: Batch, read: Callable[[dict[str, Any]], Wanted], work: Callable[[Wanted], dict[str, Any]]
) -> int:
    """Write `{"id", …work(read(line))}` for each line of a file; returns how many. Raises ConfigurationError."""
    # All of it first: a bad line costs no earlier results.
    wanted = [(line["id"], read(line)) for line in read_lines(batch.source)]
    try:
        with batch.target.open("w", encoding="utf-8") as out:
            for id_, one in wanted:
                out.write(as_json({"id": id_, **work(one)}) + "\n")
    except OSError as error:
        raise ConfigurationError(f"--out {batch.target}: {error.strerror}") from error
    return len(wanted)


def read_lines(source: Path) -> Iterator[dict[str, Any]]:
    """The lines of a JSON Lines file. Raises ConfigurationError with the line's number."""
    try:
        lines = source.open(encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"--batch {source}: {error.strerror}") from error
    with lines:
        try:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _parsed(line, f"{source}:{number}")
        except UnicodeDecodeError as error:
            raise ConfigurationError(f"--batch {source}: not UTF-8: {error.reason}") from error


def field(line: dict[str, Any], name: str) -> str:
    """A text field of a line. Raises ConfigurationError."""
    value = line.get(name)
    if not isinstance(value, str):
        raise ConfigurationError(f"--batch: line with id {line['id']!r}: {name!r} is missing or no text")
    return value


def _parsed(line: str, where: str) -> dict[str, Any]:
    try:
        document = json.loads(line)
    except ValueError as error:
        raise ConfigurationError(f"{where}: not JSON: {error}") from error
    if not isinstance(document, dict) or "id" not in document:
        raise ConfigurationError(f'{where}: expected an object with "id"')
    return document
