"""What becomes of an answer: it is said as it is, with an offer of a person, or with the truth that nobody is there."""

from dataclasses import dataclass, replace

from bot.answer import Answer, AnswerStatus
from bot.channels import entries
from handoff import consent, wording
from handoff.cases.values import NewCase
from handoff.duty.values import Availability
from handoff.events import Asked, Draft
from handoff.lane.values import Holding
from handoff.queue.values import Need
from handoff.states import Reason
from handoff.wording import Offer


@dataclass(frozen=True, slots=True)
class Response:
    """What the bot writes, whether the conversation is queued behind it, what an agent is to look at first, and the case
    that is opened before it."""

    drafts: list[Draft]
    need: Need | None = None
    holding: Holding | None = None
    case: NewCase | None = None


def offer(asked: Asked, answer: Answer, reason: Reason, availability: Availability) -> Response:
    """The answer, with the question whether a person is wanted; where nobody is there, a message can be left."""
    if not availability.available:
        text = f"{answer.text}\n\n{wording.phrase('message')}"
        return says(asked, replace(answer, text=text), offers=[Offer.LEAVE_MESSAGE])
    text = f"{answer.text}\n\n{consent.question()}"
    return says(asked, replace(answer, text=text), consent=reason, choices=consent.choices())


def unavailable(asked: Asked, answer: Answer, reason: Reason, availability: Availability) -> Response:
    """A promise of a person comes out as what is true; the numbers of an emergency stand alone."""
    if answer.status is AnswerStatus.EMERGENCY:
        return says(asked, answer)
    wish, regret = wording.regret(availability, reason)
    if answer.status is not AnswerStatus.HANDOFF:
        return Response([entries.message(answer, asked.waiting.seq), wish, regret])
    spoken = entries.message(replace(answer, text=regret.text), asked.waiting.seq, **regret.details)
    return Response([wish, spoken])


def refused(asked: Asked) -> Response:
    """What is said to a citizen who does not want a person."""
    answer = Answer(AnswerStatus.GREETING, wording.phrase("refused"), 1.0)
    return says(asked, answer, declined=True)


def says(asked: Asked, answer: Answer, **more: object) -> Response:
    """The answer as it is, with `more` details."""
    return Response([entries.message(answer, asked.waiting.seq, **more)])
