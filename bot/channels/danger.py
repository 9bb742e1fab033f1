"""Whether a message tells of danger, found before anything is counted, queued or looked up."""

import asyncio
from collections.abc import Sequence

from bot.answer import Answer, AnswerStatus, Question, Turn
from bot.guard import screen
from bot.replies import reply

SHORT = 200
"""Characters up to which looking takes less time than changing threads."""


async def help_for(text: str) -> str | None:
    """What is said to who is in danger, with the numbers to call; None where the message tells of none."""
    return _help_for(text) if len(text) <= SHORT else await asyncio.to_thread(_help_for, text)


async def rescue(question: Question) -> Answer | None:
    """The answer to a message that tells of danger; None where, with what was said before, it tells of none."""
    text = _help_for(question.text, question.history)
    return Answer(AnswerStatus.EMERGENCY, text, 1.0) if text is not None else None


def _help_for(text: str, history: Sequence[Turn] = ()) -> str | None:
    verdict = screen(text, history)
    if verdict is None or verdict.status is not AnswerStatus.EMERGENCY:
        return None
    return reply(verdict.reply or verdict.status)
