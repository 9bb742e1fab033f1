"""Answers as entries of the log, and the log's messages as turns."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from askcity.clock import TAIPEI
from bot.answer import SITE, Answer, AnswerStatus, Citation, HandoffReason, Question, Turn
from bot.channels.sites import CitySite
from bot.channels.wording import Occasion, words
from bot.guard import is_masked, mask_talk
from handoff.events import Asked, Author, Draft, Event, EventKind


def apology(occasion: Occasion) -> Answer:
    """What the bot says where there is no answer."""
    return Answer(AnswerStatus.ERROR, words(occasion), 0.0, handoff=HandoffReason.SYSTEM_ERROR)


def notice_of_masking(asked: Asked) -> list[Draft]:
    """What is said before the answer to the first message from which personal data was taken out."""
    earlier = (event.text for event in asked.history if event.author is Author.CITIZEN)
    if not is_masked(asked.text) or any(map(is_masked, earlier)):
        return []
    return [
        Draft(
            EventKind.MESSAGE, Author.SYSTEM, words(Occasion.DATA_MASKED), {"occasion": Occasion.DATA_MASKED}
        )
    ]


def question(
    text: str, history: Iterable[Event], locale: str, now: datetime, site: CitySite | None = None
) -> Question:
    """A message as the bot reads it, with what was said before; the service's own notices are not part of the talk.

    On a site of the city its name stands before everything else, so that 今天有開嗎 asks about what the citizen looks at.

    A number that the citizen split over two messages is masked in both.
    """
    said = [event for event in history if event.author is not Author.SYSTEM]
    own = [event.text for event in said if event.author is Author.CITIZEN]
    *earlier, masked = mask_talk([*own, text])
    words_of = iter(earlier)
    place = (Turn(SITE, site.name),) if site else ()
    turns = place + tuple(
        Turn(event.author.value, next(words_of) if event.author is Author.CITIZEN else event.text)
        for event in said
    )
    return Question(masked, now.astimezone(TAIPEI), turns, locale)


def message(answer: Answer, question_seq: int, **more: object) -> Draft:
    """What the bot writes for an answer to the message `question_seq`, with `more` details."""
    details = {
        "answers": question_seq,
        "status": answer.status,
        "confidence": answer.confidence,
        "citations": [cited(citation) for citation in answer.citations],
        "choices": [{"label": one.label, "agency": one.agency, "url": one.url} for one in answer.choices],
        "agencies": list(answer.agencies),
        "handoff": answer.handoff,
        "elapsed_ms": answer.elapsed_ms,
        "translation": asdict(answer.translation) if answer.translation else None,
    }
    return Draft(EventKind.MESSAGE, Author.BOT, answer.text, details | more)


def cited(citation: Citation) -> dict[str, str]:
    """A citation as it stands in a message."""
    return {
        "url": citation.url,
        "title": citation.title,
        "site": citation.site,
        "agency": citation.agency,
        "quote": citation.quote,
        "page_digest": citation.page_digest,
        "fetched_at": citation.fetched_at.isoformat(),
    }
