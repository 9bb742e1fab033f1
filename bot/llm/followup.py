"""A follow-up as a question of its own, by the language model."""

from collections.abc import Sequence

from bot.answer import Turn
from bot.guard import repeatable
from bot.llm.calls import Calls
from bot.llm.prompt import to_rewrite
from bot.llm.replies import Rewritten
from bot.llm.usage import Outcome
from index.tokens import bigrams, fold

SECONDS = 3.0
"""At most; the answer itself is still to come."""
SAID = 0.7
"""Share of a rewritten question's bigrams that must have been said; others arise where words meet anew."""
LOOK_BACK = 8
"""Earlier turns that are read."""
LONGEST_TURN = 300


def rewritten(question: str, history: Sequence[Turn], calls: Calls) -> str | None:
    """The follow-up in words that were said; None where that fails, in time."""
    recent = [Turn(turn.author, turn.text[:LONGEST_TURN]) for turn in history[-LOOK_BACK:]]
    if not recent or len(question) > LONGEST_TURN:
        return None
    reply = calls.ask(to_rewrite(question, recent), Rewritten, within=SECONDS)
    if reply is None:
        return None
    text = reply.question.strip()
    said = "\n".join([question, *(turn.text for turn in recent)])
    usable = text.isprintable() and repeatable(text) == text and _made_of(text, said)
    calls.usage.count(Outcome.USED if usable else Outcome.UNVERIFIED)
    return text if usable else None


def _made_of(text: str, said: str) -> bool:
    own = bigrams(text)
    known = set(fold(said))
    familiar = all(mark in known or not mark.isalnum() for mark in fold(text))
    return familiar and len(own & bigrams(said)) >= SAID * len(own)
