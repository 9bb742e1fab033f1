"""Whether a message tells of danger, found before anything is counted, queued or looked up."""

import asyncio

from bot.answer import AnswerStatus
from bot.guard import screen
from bot.replies import reply

SHORT = 200
"""Characters up to which looking takes less time than changing threads."""


async def help_for(text: str) -> str | None:
    """What is said to who is in danger, with the numbers to call; None where the message tells of none."""
    return _help_for(text) if len(text) <= SHORT else await asyncio.to_thread(_help_for, text)


def _help_for(text: str) -> str | None:
    verdict = screen(text)
    if verdict is None or verdict.status is not AnswerStatus.EMERGENCY:
        return None
    return reply(verdict.reply or verdict.status)
