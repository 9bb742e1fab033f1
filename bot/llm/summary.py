"""What a conversation is about, in a few lines for the person who takes it over."""

from collections.abc import Sequence

from bot.answer import Turn
from bot.guard import planted, repeatable
from bot.llm.calls import Calls
from bot.llm.prompt import to_summarise
from bot.llm.replies import Summarised
from bot.llm.usage import Outcome
from bot.verify import backed_by
from index.tokens import bigrams

LOOK_BACK = 40
"""Messages, the last ones, that are read."""
LONGEST_TURN = 400
MOST = 4
OWN_WORDS = 0.5
"""Share of a line's bigrams that must have been said, or be a summary's usual words."""
USUAL = "民眾詢問想知道市民表示機器人已經回答尚未說明要求希望轉接真人客服找不到資料提供沒有得到"


def summarised(talk: Sequence[Turn], calls: Calls) -> tuple[str, ...]:
    """A few lines; only such as are made of what was said, with its figures. Empty where there are none, in time."""
    recent = [Turn(turn.author, turn.text[:LONGEST_TURN]) for turn in talk[-LOOK_BACK:]]
    reply = calls.ask(to_summarise(recent), Summarised) if recent else None
    if reply is None:
        return ()
    said = "\n".join(turn.text for turn in recent)
    lines = tuple(line for one in reply.lines[:MOST] if _may_be_told(line := one.strip(), said))
    calls.usage.count(Outcome.USED if lines else Outcome.UNVERIFIED)
    return lines


def _may_be_told(line: str, said: str) -> bool:
    own = bigrams(line)
    return (
        bool(line)
        and line.isprintable()
        and repeatable(line) == line
        and not planted(line)
        and backed_by(line, [said])
        and len(own & bigrams(f"{said}\n{USUAL}")) >= OWN_WORDS * len(own)
    )
