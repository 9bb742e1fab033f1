"""Which role may use which route; data in `access.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from handoff.agents.values import Role


def allowed(method: str, path: str) -> frozenset[Role]:
    """The roles that may use a route, by its pattern; nobody where it is not listed."""
    return matrix().get(f"{method} {path}", frozenset())


@cache
def matrix() -> Mapping[str, frozenset[Role]]:
    """Every route for which one must be signed in, with its roles."""
    data = _data()
    groups = {name: frozenset(map(Role, roles)) for name, roles in data["groups"].items()}
    return {route: groups[group] for route, group in data["routes"].items()}


@cache
def public() -> frozenset[str]:
    """The routes that need no session."""
    return frozenset(_data()["public"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "access.toml").read_text(encoding="utf-8"))
