"""What the language model is asked; the words are data (`prompt.toml`)."""

import secrets
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from bot.answer import Turn
from bot.guard import mask
from bot.llm.sources import Source, unmarked

Messages = list[tuple[str, str]]
"""Role and text."""


def to_compose(question: str, given: Sequence[Source]) -> Messages:
    """The messages that ask for an answer from sources; personal data in the question is masked."""
    texts = _texts()
    listed = (
        texts["source"].format(
            token=one.token,
            title=unmarked(one.passage.title),
            agency=unmarked(one.passage.agency),
            text=one.text,
        )
        for one in given
    )
    asked = texts["question"].format(sources="\n".join(listed), mark=_mark(), question=_safe(question))
    return [("system", texts["system"]), ("user", asked)]


def to_rewrite(question: str, history: Sequence[Turn]) -> Messages:
    """The messages that ask for a question that can be understood without what was said before."""
    texts = _texts()
    said = "\n".join(f"{turn.author}: {_safe(turn.text)}" for turn in history)
    asked = texts["followup"].format(mark=_mark(), history=said, question=_safe(question))
    return [("system", texts["followup_system"]), ("user", asked)]


def to_translate(lines: Sequence[str], language: str) -> Messages:
    """The messages that ask for an answer's lines in another language."""
    texts = _texts()
    numbered = "\n".join(f"{number}. {unmarked(line)}" for number, line in enumerate(lines, 1))
    asked = texts["translate"].format(mark=_mark(), lines=numbered, count=len(lines), language=language)
    return [("system", texts["translate_system"]), ("user", asked)]


def to_summarise(talk: Sequence[Turn]) -> Messages:
    """The messages that ask what a conversation is about; personal data in it is masked."""
    texts = _texts()
    said = "\n".join(f"{turn.author}: {_safe(turn.text)}" for turn in talk)
    return [("system", texts["summary_system"]), ("user", texts["summary"].format(mark=_mark(), said=said))]


def language(locale: str) -> str | None:
    """The name of the language that answers can be translated to; None where they cannot."""
    names: dict[str, str] = _document()["languages"]
    return names.get(locale.lower().split("-")[0])


def _safe(text: str) -> str:
    return unmarked(mask(text).text)


def _mark() -> str:
    return f"⟦Q-{secrets.token_hex(4)}⟧"


def _texts() -> dict[str, str]:
    texts: dict[str, str] = _document()["texts"]
    return texts


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("prompt.toml").read_text(encoding="utf-8"))
