"""Reading the catalogue: services and everyday words, data that city staff edit (`*.toml` beside this file)."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from askcity.errors import ConfigurationError

FOLDER = Path(__file__).parent
VOCABULARY = "vocabulary"


@dataclass(frozen=True, slots=True)
class Service:
    """A matter that cities answer: its official `names`, how people ask (`words`, `phrasings`), who is responsible."""

    key: str
    label: str
    names: tuple[str, ...]
    agency: str
    aspects: tuple[str, ...]
    words: tuple[str, ...]
    phrasings: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """All wordings of the matter, the first of its official names first."""
        return (*self.names, self.label, *self.words, *self.phrasings)


@dataclass(frozen=True, slots=True)
class Word:
    """Everyday words and what the city calls the same."""

    say: tuple[str, ...]
    official: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All services and everyday words."""

    services: tuple[Service, ...] = ()
    words: tuple[Word, ...] = ()

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Texts that mean the same, for training: the wordings of each service, official and everyday words."""
        return (*(one.texts for one in self.services), *((*one.official, *one.say) for one in self.words))


@cache
def shipped() -> Catalogue:
    """The catalogue that comes with the program."""
    return load(FOLDER)


def load(folder: Path) -> Catalogue:
    """The catalogue in a folder: its `*.toml` and `vocabulary/*.toml`. Raises ConfigurationError with file and entry."""
    services: dict[str, Service] = {}
    for path, entry in _entries(sorted(folder.glob("*.toml")), "service"):
        service = _service(path, entry)
        if service.key in services:
            raise ConfigurationError(
                f"{path}: the key {service.key!r} is used twice; keys name one service each"
            )
        services[service.key] = service
    words = _entries(sorted((folder / VOCABULARY).glob("*.toml")), "word")
    return Catalogue(tuple(services.values()), tuple(_word(path, entry) for path, entry in words))


def _service(path: Path, entry: Mapping[str, Any]) -> Service:
    key, label, agency = (_text(path, entry, name) for name in ("key", "label", "agency"))
    names, aspects, words, phrasings = (
        _texts(path, entry, name, least)
        for name, least in (("names", 1), ("aspects", 0), ("words", 0), ("phrasings", 1))
    )
    return Service(key, label, names, agency, aspects, words, phrasings)


def _word(path: Path, entry: Mapping[str, Any]) -> Word:
    return Word(_texts(path, entry, "say", 1), _texts(path, entry, "official", 1))


def _entries(paths: list[Path], table: str) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for path in paths:
        try:
            document = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ConfigurationError(f"{path}: {error}") from error
        yield from ((path, entry) for entry in document.get(table, ()))


def _text(path: Path, entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ConfigurationError(f"{path}: {_where(entry)}: {name!r} is missing or no text")
    return value


def _texts(path: Path, entry: Mapping[str, Any], name: str, least: int) -> tuple[str, ...]:
    values = entry.get(name, [])
    if (
        not isinstance(values, list)
        or len(values) < least
        or not all(isinstance(one, str) and one for one in values)
    ):
        raise ConfigurationError(
            f"{path}: {_where(entry)}: {name!r} must be a list of at least {least} texts"
        )
    return tuple(values)


def _where(entry: Mapping[str, Any]) -> str:
    return f"entry {entry.get('key') or entry.get('say')!r}"
