"""The number to call, shown beside an answer about violence or suicide: who asks for a friend may ask for themselves."""

import re
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

from bot.answer import Answer, AnswerStatus
from bot.replies import offers_choices

LOOKED_UP = frozenset(
    {AnswerStatus.ANSWERED, AnswerStatus.PARTIAL, AnswerStatus.CLARIFY, AnswerStatus.UNANSWERABLE}
)


def with_helpline(said: str, answer: Answer) -> Answer:
    """The answer to a message, with the number that fits what the message is about; above choices, below all else."""
    note = next((text for words, text in _lines() if words.search(said)), None)
    if note is None or answer.status not in LOOKED_UP:
        return answer
    parts = (note, answer.text) if offers_choices(answer.text) else (answer.text, note)
    return replace(answer, text="\n\n".join(parts))


@cache
def _lines() -> tuple[tuple[re.Pattern[str], str], ...]:
    document = tomllib.loads((Path(__file__).parent / "helplines.toml").read_text(encoding="utf-8"))
    return tuple((re.compile(line["words"]), line["text"]) for line in document["line"])
