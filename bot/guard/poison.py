"""Whether a page's sentence gives orders or lures; what that looks like is data (`poison.toml`)."""

import re
from functools import cache

from bot.guard.patterns import any_of, document
from index.tokens import fold


def planted(text: str) -> bool:
    """Whether a page's sentence gives orders to whatever reads it by machine, or lures its reader to a swindler."""
    folded = fold(text)
    if _orders().search(folded) or _lures().search(folded):
        return True
    return bool(_traps().search(folded)) and not _warnings().search(folded)


@cache
def _orders() -> re.Pattern[str]:
    return _of("orders")


@cache
def _lures() -> re.Pattern[str]:
    return _of("lures")


@cache
def _traps() -> re.Pattern[str]:
    return _of("traps")


@cache
def _warnings() -> re.Pattern[str]:
    return _of("warnings")


def _of(name: str) -> re.Pattern[str]:
    return any_of(document("poison")[name], document("poison")["words"])
