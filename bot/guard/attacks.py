"""Whether a message tries to make the bot something else; what that looks like is data (`attacks.toml`)."""

import re
from collections.abc import Sequence
from functools import cache

from bot.guard.patterns import any_of, document
from bot.guard.speech import clauses


def is_attack(text: str, before: Sequence[str] = ()) -> bool:
    """Whether a message, alone or together with the citizen's earlier ones, tries to give the bot orders."""
    said = clauses(text)
    return bool(_attack().search(said)) or (bool(before) and _over_turns(said, before))


def _over_turns(said: str, before: Sequence[str]) -> bool:
    earlier = "\n".join(map(clauses, before))
    return not _attack().search(earlier) and bool(_attack().search(f"{earlier}\n{said}"))


@cache
def _attack() -> re.Pattern[str]:
    data = document("attacks")
    return any_of(data["say"], data["words"])
