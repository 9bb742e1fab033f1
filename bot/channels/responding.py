"""What the bot does with a message: answer it, and decide whether a person is offered or called."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

import structlog

from bot.answer import Answer, AnswerStatus, HandoffReason, Partial, Question, Show, unseen
from bot.channels import entries
from bot.channels.danger import rescue
from bot.channels.faults import fault
from bot.channels.reports import confirmed_case
from bot.channels.responses import Response, offer, refused, says, unavailable
from bot.channels.sites import CitySite
from bot.channels.wording import Occasion
from handoff import consent, wording
from handoff.duty.values import Availability, Mode
from handoff.events import Asked, Draft
from handoff.lane.values import Holding, Rules
from handoff.policy import Act, Decision, Limits, Signals, decide
from handoff.queue.values import Need
from handoff.service import utc_now
from handoff.states import Reason
from handoff.wording import Occasion as Handoff
from handoff.wording import Offer

log = structlog.get_logger(__name__)

CHECKED = frozenset({AnswerStatus.ANSWERED, AnswerStatus.PARTIAL})
"""Answers that an agent may be asked to look at first; greetings, refusals and emergencies never wait."""


class Answerer(Protocol):
    """Whatever finds answers."""

    async def answer(self, question: Question, show: Show = unseen) -> Answer:
        """One turn's answer, shown as it grows."""
        ...


class OnDuty(Protocol):
    """Whoever knows whether somebody can take over."""

    async def availability(self, need: Need) -> Availability:
        """Whether somebody can take over."""
        ...

    async def mode(self) -> Mode:
        """The mode in force."""
        ...


class Topics(Protocol):
    """Whoever knows which answers wait for an agent."""

    async def rules(self) -> Rules:
        """The rules in force."""
        ...


class Haste(StrEnum):
    """How much time there is: as much as an answer takes, less than that, none since somebody is in danger."""

    NONE = "none"
    HURRIED = "hurried"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Allowed:
    """How long an answer may take, and how old a question may be that is still answered; in seconds."""

    answer_within: float = 60.0
    too_late: float = 3_600.0


class Responder:
    """Turns a waiting message into a response."""

    def __init__(
        self,
        answerer: Answerer,
        duty: OnDuty,
        lane: Topics,
        limits: Limits,
        allowed: Allowed,
        *,
        sites: Mapping[str, CitySite] | None = None,
    ) -> None:
        self._answerer, self._duty, self._lane = answerer, duty, lane
        self._limits, self._allowed, self._sites = limits, allowed, sites or {}

    async def respond(self, asked: Asked, show: Show = unseen, haste: Haste = Haste.NONE) -> Response:
        """The response to a message, shown as it grows; a fault becomes an apology."""
        offered = consent.pending(asked.history)
        wanted = consent.given(asked.text) if offered else None
        if offered and wanted is not None:
            response = await self._consented(asked, offered) if wanted else refused(asked)
        else:
            rules = await self._lane.rules()
            answer = await self._answer(asked, _unless_held(asked, rules, show), haste)
            response = await self._held(asked, answer, rules) or await self._decided(asked, answer)
        before = [*entries.notice_of_masking(asked), *await self._pinned(asked)]
        return replace(response, drafts=[*before, *response.drafts])

    async def _answer(self, asked: Asked, show: Show, haste: Haste) -> Answer:
        now, waiting = utc_now(), asked.waiting
        if now - waiting.asked_at > timedelta(seconds=self._allowed.too_late):
            return entries.apology(Occasion.ANSWER_LATE)
        question = self._question(asked)
        try:
            rescued = await rescue(question) if haste is Haste.DANGER else None
            if rescued is not None:
                return rescued
            async with asyncio.timeout(self._allowed.answer_within):
                hurried = replace(question, hurried=haste is not Haste.NONE)
                return await self._answerer.answer(hurried, show)
        except Exception as error:  # the citizen must hear something, whatever went wrong
            log.error(
                "answer_failed", conversation=waiting.conversation, question=waiting.seq, **fault(error)
            )
            return entries.apology(Occasion.ANSWER_FAILED)

    def _question(self, asked: Asked) -> Question:
        site = self._sites.get(asked.site or "")
        return entries.question(asked.text, asked.history, asked.locale, utc_now(), site)

    async def _held(self, asked: Asked, answer: Answer, rules: Rules) -> Response | None:
        """The answer kept back for an agent where its topic is one for that; None where it is not."""
        agencies = (*answer.agencies, *(citation.agency for citation in answer.citations))
        topic = rules.topic(asked.text, agencies) if answer.status in CHECKED else None
        if topic is None:
            return None
        reason = Reason.LOW_CONFIDENCE
        notice = Answer(AnswerStatus.HANDOFF, wording.phrase("held"), 1.0)
        availability = await self._duty.availability(Need(reason, asked.locale, words=asked.text))
        if not availability.available:
            return unavailable(asked, notice, reason, availability)
        kept = entries.message(answer, asked.waiting.seq)
        holding = Holding(topic.label, answer.text, kept.details, answer.confidence)
        return replace(says(asked, notice), holding=holding)

    async def _decided(self, asked: Asked, answer: Answer) -> Response:
        decision = decide(_signals(asked, answer), self._limits)
        if decision.act is Act.TAKE_REPORT:
            if case := confirmed_case(self._question(asked), asked.waiting.seq):
                return replace(says(asked, answer), case=case)
            text = wording.phrase("report") if answer.status is AnswerStatus.HANDOFF else answer.text
            return says(asked, replace(answer, text=text), offers=[Offer.REPORT])
        if decision.reason is None:
            return says(asked, answer)
        need = _need(asked, answer, decision)
        availability = await self._duty.availability(need)
        if decision.act is Act.OFFER:
            return offer(asked, answer, decision.reason, availability)
        if availability.available:
            return replace(says(asked, answer), need=need)
        return unavailable(asked, answer, decision.reason, availability)

    async def _consented(self, asked: Asked, reason: Reason) -> Response:
        need = Need(reason, asked.locale, words=asked.text)
        answer = Answer(AnswerStatus.HANDOFF, wording.phrase("accepted"), 1.0, handoff=HandoffReason(reason))
        availability = await self._duty.availability(need)
        if availability.available:
            return replace(says(asked, answer), need=need)
        return unavailable(asked, answer, reason, availability)

    async def _pinned(self, asked: Asked) -> list[Draft]:
        """The facts of a typhoon, once in a conversation's memory."""
        mode = await self._duty.mode()
        told = any(event.details.get("occasion") == Handoff.PINNED for event in asked.history)
        return [wording.pinned(mode)] if mode.typhoon and mode.facts and not told else []


def _unless_held(asked: Asked, rules: Rules, show: Show) -> Show:
    """Shows nothing of an answer that an agent is to look at first."""

    def shown(beginning: Partial) -> None:
        if rules.topic(asked.text, beginning.agencies) is None:
            show(beginning)

    return shown


def _signals(asked: Asked, answer: Answer) -> Signals:
    proposed = Reason(answer.handoff.value) if answer.handoff else None
    return Signals(
        answer.status.value,
        proposed,
        answer.confidence,
        consent.failures(asked.history),
        consent.declined(asked.history),
    )


def _need(asked: Asked, answer: Answer, decision: Decision) -> Need:
    agency = answer.agencies[0] if len(answer.agencies) == 1 else None
    reason = decision.reason or Reason.ASKED_FOR_HUMAN
    return Need(reason, asked.locale, agency, urgent=decision.urgent, words=asked.text)
