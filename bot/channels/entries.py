"""Answers as entries of the log, and the log's messages as turns."""

from collections.abc import Iterable

from bot.answer import Answer, AnswerStatus, Citation, HandoffReason, Turn
from bot.channels.wording import Occasion, words
from bot.guard import is_masked
from handoff.events import Asked, Author, Draft, Event, EventKind
from handoff.states import State


def answered(answer: Answer, question_seq: int) -> list[Draft]:
    """What the bot writes for an answer to the message `question_seq`.

    An answer that promises a person comes out as what is true: nobody is on duty, and the wish is recorded.
    """
    if answer.status is AnswerStatus.HANDOFF:
        said = _message(answer, words(Occasion.NOBODY_ON_DUTY), question_seq)
        return [_wish(answer.handoff or HandoffReason.ASKED_FOR_HUMAN), said]
    return [_message(answer, answer.text, question_seq)]


def apology(occasion: Occasion, question_seq: int) -> list[Draft]:
    """What the bot writes when there is no answer to the message `question_seq`."""
    nothing = Answer(AnswerStatus.ERROR, words(occasion), 0.0, handoff=HandoffReason.SYSTEM_ERROR)
    return [_message(nothing, nothing.text, question_seq)]


def notice_of_masking(asked: Asked) -> list[Draft]:
    """What is said before the answer to the first message from which personal data was taken out."""
    earlier = (event.text for event in asked.history if event.author is Author.CITIZEN)
    if not is_masked(asked.text) or any(map(is_masked, earlier)):
        return []
    return [Draft(EventKind.MESSAGE, Author.SYSTEM, words(Occasion.DATA_MASKED))]


def wish_for_a_person() -> list[Draft]:
    """What is written when the citizen asks for a person outside of a question."""
    said = Draft(EventKind.MESSAGE, Author.SYSTEM, words(Occasion.NOBODY_ON_DUTY))
    return [_wish(HandoffReason.ASKED_FOR_HUMAN), said]


def turns(history: Iterable[Event]) -> tuple[Turn, ...]:
    """Earlier messages as the bot reads them; the service's own notices are not part of the talk."""
    return tuple(
        Turn(event.author.value, event.text) for event in history if event.author is not Author.SYSTEM
    )


def _wish(reason: HandoffReason) -> Draft:
    details = {"state": State.BOT, "reason": Occasion.NOBODY_ON_DUTY, "wish": reason}
    return Draft(EventKind.STATE, Author.SYSTEM, details=details)


def _message(answer: Answer, text: str, question_seq: int) -> Draft:
    details = {
        "answers": question_seq,
        "status": answer.status,
        "confidence": answer.confidence,
        "citations": [_citation(citation) for citation in answer.citations],
        "choices": [{"label": one.label, "agency": one.agency, "url": one.url} for one in answer.choices],
        "agencies": list(answer.agencies),
        "handoff": answer.handoff,
        "elapsed_ms": answer.elapsed_ms,
    }
    return Draft(EventKind.MESSAGE, Author.BOT, text, details)


def _citation(citation: Citation) -> dict[str, str]:
    return {
        "url": citation.url,
        "title": citation.title,
        "site": citation.site,
        "agency": citation.agency,
        "quote": citation.quote,
        "page_digest": citation.page_digest,
        "fetched_at": citation.fetched_at.isoformat(),
    }
