"""Messages that are no questions to look up: how their turn ends."""

from bot.answer import Answer, AnswerStatus, HandoffReason, Question
from bot.reading import Reading
from bot.replies import offers_choices, reply
from bot.reporting import is_collecting, report_turn
from bot.understanding.intents import Intent
from bot.understanding.responsible import Responsible, responsible

ENDINGS: dict[Intent, tuple[AnswerStatus, str, HandoffReason | None]] = {
    Intent.HUMAN: (AnswerStatus.HANDOFF, "handoff", HandoffReason.ASKED_FOR_HUMAN),
    Intent.COMPLAINT: (AnswerStatus.HANDOFF, "handoff_complaint", HandoffReason.SENSITIVE_TOPIC),
    Intent.GREETING: (AnswerStatus.GREETING, "greeting", None),
    Intent.THANKS: (AnswerStatus.GREETING, "greeting_thanks", None),
    Intent.OPINION: (AnswerStatus.REFUSED, "refused_opinion", None),
    Intent.PERSONAL: (AnswerStatus.REFUSED, "refused_personal", None),
    Intent.AFFIRM: (AnswerStatus.GREETING, "greeting_nothing_asked", None),
}
"""How a turn ends by what the message is for; the others depend on the conversation or are looked up."""

LEAVES_A_REPORT = frozenset({Intent.HUMAN, Intent.PERSONAL, Intent.OPINION})
"""What a citizen may say in the middle of a report that ends it."""


def routed(question: Question, reading: Reading) -> Answer | None:
    """The turn's end where the message is no question to look up."""
    begins = reading.intent is Intent.REPORT
    goes_on = is_collecting(question.history) and reading.intent not in LEAVES_A_REPORT
    if (begins or goes_on) and (report := report_turn(question)):
        return report
    match reading.intent:
        case Intent.DENY:
            return _denied(question)
        case Intent.ARE_YOU_SURE:
            return _sure(question)
        case other if other in ENDINGS:
            status, key, reason = ENDINGS[other]
            return Answer(status, reply(key), 1.0, handoff=reason)
    return None


def elsewhere(question: Question, *, nothing_found: bool) -> Answer | None:
    """Who is responsible where it is not the city: told at once where that is sure, else where nothing was found."""
    body = responsible(question.text)
    if body is None or not (body.sure or nothing_found):
        return None
    return _elsewhere(body)


def _elsewhere(body: Responsible) -> Answer:
    key = "unanswerable_elsewhere" if body.sure else "unanswerable_maybe_elsewhere"
    return Answer(AnswerStatus.UNANSWERABLE, reply(key, name=body.name, contact=body.contact), 0.0)


def _denied(question: Question) -> Answer:
    """「都不是」 to the choices goes to a person; any other no is the end of it."""
    last = question.history[-1].text if question.history else ""
    if offers_choices(last):
        return Answer(AnswerStatus.HANDOFF, reply("handoff"), 1.0, handoff=HandoffReason.LOW_CONFIDENCE)
    return Answer(AnswerStatus.GREETING, reply("greeting_nothing_asked"), 1.0)


def _sure(question: Question) -> Answer:
    """The citizen doubts the last answer: say what it rests on, and offer a person."""
    if not question.history:
        return Answer(AnswerStatus.GREETING, reply("greeting"), 1.0)
    return Answer(AnswerStatus.PARTIAL, reply("partial_sure"), 1.0)
