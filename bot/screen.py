"""What is decided before anything is looked up; the patterns are data (`screen.toml`)."""

import re
import tomllib
from functools import cache
from pathlib import Path

from bot.answer import AnswerStatus
from index.tokens import fold

ORDER = (
    ("emergency", AnswerStatus.EMERGENCY),
    ("human", AnswerStatus.HANDOFF),
    ("greeting", AnswerStatus.GREETING),
)


def screen(text: str) -> AnswerStatus | None:
    """The status that ends the turn at once, None where the question is to be looked up."""
    folded = fold(text).strip()
    for name, status in ORDER:
        # What an exempt phrase says is taken out; whatever else is said in the message still counts.
        if _any(name, _without(f"not_{name}", folded)):
            return status
    return None


def planted(text: str) -> bool:
    """Whether a page's sentence gives orders to whatever reads it by machine, or lures its reader to a swindler."""
    folded = fold(text)
    return _any("orders", folded) or _any("lures", folded) or _any("traps", _without("not_traps", folded))


def _any(name: str, text: str) -> bool:
    return any(pattern.search(text) for pattern in _patterns().get(name, ()))


def _without(name: str, text: str) -> str:
    for pattern in _patterns().get(name, ()):
        text = pattern.sub(" ", text)
    return text


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    document = tomllib.loads((Path(__file__).parent / "screen.toml").read_text(encoding="utf-8"))
    return {
        name: tuple(re.compile(fold(pattern)) for pattern in patterns) for name, patterns in document.items()
    }
