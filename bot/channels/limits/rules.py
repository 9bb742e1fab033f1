"""The limits as data: how often each matter may come from one conversation, address or LINE user (`rules.toml`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import limits
from limits import RateLimitItem

from askcity.errors import ConfigurationError

HERE = Path(__file__).parent


class Matter(StrEnum):
    """What is counted; what is alike in cost counts together."""

    OPENING = "opening"
    MESSAGE = "message"
    EMERGENCY = "emergency"
    WISH = "wish"
    OPINION = "opinion"
    SIGN = "sign"
    STREAM = "stream"
    TRANSCRIPT = "transcript"
    LOOKUP = "lookup"
    LINKING = "linking"


class Scope(StrEnum):
    """For whom it is counted."""

    CONVERSATION = "conversation"
    ADDRESS = "address"
    LINE_USER = "line_user"


@dataclass(frozen=True, slots=True)
class Rules:
    """The limits by matter and scope, each from the shortest stretch of time to the longest; what is not there is free."""

    limits: Mapping[tuple[Matter, Scope], tuple[RateLimitItem, ...]]

    def of(self, matter: Matter, scope: Scope) -> tuple[RateLimitItem, ...]:
        """The limits of a matter in a scope."""
        return self.limits.get((matter, scope), ())


def load(path: Path | None = None) -> Rules:
    """The rules in a file, by default the shipped ones; a file's matters replace the shipped ones. Raises ConfigurationError."""
    shipped = _read(HERE / "rules.toml")
    return Rules(shipped | _read(path) if path else shipped)


def refusal(matter: Matter, seconds: int) -> str:
    """What is said to who must wait."""
    return _wording()[matter].format(seconds=seconds)


def _read(path: Path) -> dict[tuple[Matter, Scope], tuple[RateLimitItem, ...]]:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        return {
            (Matter(matter), scope): _items(scopes.get(scope, []))
            for matter, scopes in document.items()
            for scope in _known(scopes)
        }
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise ConfigurationError(f"the rate limits in {path} are wrong: {error}") from error


def _known(scopes: Mapping[str, object]) -> tuple[Scope, ...]:
    for name in scopes:
        Scope(name)
    return tuple(Scope)


def _items(written: list[str]) -> tuple[RateLimitItem, ...]:
    return tuple(sorted(map(limits.parse, written), key=lambda item: item.get_expiry()))


@cache
def _wording() -> dict[str, str]:
    return tomllib.loads((HERE / "wording.toml").read_text(encoding="utf-8"))
