"""The data files beside these modules, read once."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

LONGEST = 1000
"""Characters of a message that are read; what citizens write is far shorter."""


@cache
def document(name: str) -> dict[str, Any]:
    """A TOML file of this package."""
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def pattern(name: str, key: str) -> re.Pattern[str]:
    """The expressions under a key of a file as one, the case of Latin letters ignored."""
    return any_of(document(name)[key])


def any_of(expressions: Iterable[str]) -> re.Pattern[str]:
    """Several expressions as one."""
    return re.compile("|".join(f"(?:{expression})" for expression in expressions), re.IGNORECASE)
