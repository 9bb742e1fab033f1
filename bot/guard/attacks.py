"""Whether a message tries to make the bot something else; what that looks like is data (`attacks.toml`)."""

import re
from collections.abc import Sequence
from functools import cache

from bot.guard.decoding import decoded
from bot.guard.likeness import fitted, grams
from bot.guard.patterns import any_of, document
from bot.guard.speech import clauses, ends, visible
from index.tokens import fold

MARGIN = 1.0
"""Weight that a clause without the form of an attack must have: below it stand questions that merely say 你 and 說."""
HINT = "<attack>"
"""The name of the evidence that a clause has the form of an attack."""


def is_attack(text: str, before: Sequence[str] = ()) -> bool:
    """Whether a message, alone or with the citizen's message before it, tries to give the bot orders."""
    return _attacks(text) or (bool(before) and not _attacks(before[-1]) and _attacks(f"{before[-1]}{text}"))


def evidence(clause: str) -> set[str]:
    """What the weights know of a clause: its words, pairs of them, and whether it has the form of an attack."""
    return grams(clause) | {HINT} if _of("say").search(clause) else grams(clause)


def _attacks(text: str) -> bool:
    seen = visible(ends(text))
    if _of("raw").search(fold(seen)):
        return True
    seen_by_clause = [evidence(clause) for clause in clauses(text).split("\n")]
    if any(HINT in one for one in seen_by_clause) or any(_of("say").search(one) for one in decoded(seen)):
        return True
    return fitted("attack_weights").score(seen_by_clause) > MARGIN


@cache
def _of(name: str) -> re.Pattern[str]:
    data = document("attacks")
    return any_of(data[name], data["words"])
