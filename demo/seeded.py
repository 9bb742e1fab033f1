"""Choices that look random and are the same on every run and every Python: made from a digest of their name."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


def digest(*names: str) -> str:
    """A hexadecimal digest of the names."""
    return hashlib.sha256("\x1f".join(names).encode()).hexdigest()


def number(limit: int, *names: str) -> int:
    """A number from 0 to below the limit."""
    return int(digest(*names)[:15], 16) % limit


def choice(items: Sequence[Item], *names: str) -> Item:
    """One of the items."""
    return items[number(len(items), *names)]


def sample(items: Sequence[Item], count: int, *names: str) -> list[Item]:
    """So many different items, in their order."""
    ranked = sorted(range(len(items)), key=lambda index: digest(*names, str(index)))
    return [items[index] for index in sorted(ranked[:count])]


def between(low: int, high: int, step: int, *names: str) -> int:
    """A number from low to high, in steps."""
    return low + step * number((high - low) // step + 1, *names)
