"""What a citizen wants with a message."""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from bot.answer import Turn
from bot.understanding.data import LONGEST, pattern
from bot.understanding.reports import is_report, missing, report_fields
from bot.understanding.responsible import responsible

COURTESY = re.compile(r"^[\s,，.。!！?？~～、…]+|[\s,，.。!！?？~～、…啦喔哦呦]+$")
CITIZEN = "citizen"


class Intent(StrEnum):
    """What a message is for; closed."""

    QUESTION = "question"
    REPORT = "report"
    HUMAN = "human"
    COMPLAINT = "complaint"
    GREETING = "greeting"
    THANKS = "thanks"
    OUT_OF_SCOPE = "out_of_scope"
    OPINION = "opinion"
    PERSONAL = "personal"
    AFFIRM = "affirm"
    DENY = "deny"
    ARE_YOU_SURE = "are_you_sure"


def intent(text: str, history: Sequence[Turn] = (), own_city: str = "") -> Intent:
    """What a message is for. `own_city` is a name of the city itself, which is no other city."""
    said = unicodedata.normalize("NFKC", text[:LONGEST]).lower().strip()
    found = _of_whole(COURTESY.sub("", said), history) or _of_part(said)
    if found is not None:
        return found
    if is_report(said) or _goes_on_reporting(said, history):
        return Intent.REPORT
    body = responsible(said, own_city)
    return Intent.OUT_OF_SCOPE if body is not None and body.sure else Intent.QUESTION


def _of_whole(said: str, history: Sequence[Turn]) -> Intent | None:
    """The intent of a message that says nothing else."""
    asked = bool(history) and history[-1].author != CITIZEN and _asks(history[-1].text)
    if _is("deny", said):
        return Intent.DENY
    if _is("affirm", said):
        return Intent.AFFIRM if asked else Intent.THANKS
    if _is("are_you_sure", said):
        return Intent.ARE_YOU_SURE
    if _is("greeting", said):
        return Intent.GREETING
    return Intent.THANKS if _is("thanks", said) else None


def _of_part(said: str) -> Intent | None:
    """The intent that a part of a message tells."""
    if _has("human", said):
        return Intent.HUMAN
    if _has("opinion", said) and not _has("not_opinion", said):
        return Intent.OPINION
    if _has("personal", said) and not _has("personal_asked", said):
        return Intent.PERSONAL
    if _has("complaint", said) and not _has("complaint_asked", said):
        return Intent.COMPLAINT
    return None


def _goes_on_reporting(said: str, history: Sequence[Turn]) -> bool:
    """Whether a message adds what the citizen's last one, a report, had left out."""
    before = [turn for turn in history if turn.author == CITIZEN]
    if not before or _asks(said):
        return False
    last = before[-1].text
    if not (is_report(last) or _goes_on_reporting(last, before[:-1])):
        return False
    open_fields = missing(report_fields(last, before[:-1]))
    told = report_fields(said, ())
    return any(getattr(told, name) is not None for name in open_fields)


def _asks(text: str) -> bool:
    return re.search(r"[?？嗎呢]|哪", text) is not None


def _is(key: str, said: str) -> bool:
    return pattern("intents", key).fullmatch(said) is not None


def _has(key: str, said: str) -> bool:
    return pattern("intents", key).search(said) is not None
