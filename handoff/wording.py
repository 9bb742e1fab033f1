"""What citizens are told while they are handed over; the wording is data (`wording.toml`)."""

import tomllib
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path

from askcity.clock import TAIPEI
from handoff.duty.values import Availability, Mode
from handoff.events import Author, Draft, EventKind
from handoff.journal import state_entry
from handoff.queue.values import Place
from handoff.states import Reason, State, Unavailable


class Occasion(StrEnum):
    """The occasions on which citizens are told something; each has its wording."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    TAKEN_OVER = "taken_over"
    REASSIGNED = "reassigned"
    TRANSFERRED = "transferred"
    AGENT_VANISHED = "agent_vanished"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    TIMED_OUT = "timed_out"
    CLOSED = "closed"
    CLOSED_BY_CITIZEN = "closed_by_citizen"
    STILL_WAITING = "still_waiting"
    PINNED = "pinned"
    CLOSED_HOURS = "closed_hours"
    HOLIDAY = "holiday"
    NOBODY_ON_DUTY = "nobody_on_duty"
    QUEUE_FULL = "queue_full"
    TYPHOON = "typhoon"
    CASE_OPENED = "case_opened"
    CASE_OPENED_WITH_CODE = "case_opened_with_code"
    CASE_DONE = "case_done"


class Offer(StrEnum):
    """What a citizen may do at a message, shown as a button or a form."""

    CANCEL = "cancel"
    LEAVE_MESSAGE = "leave_message"
    REPORT = "report"
    RATE = "rate"


OFFERS = {
    Occasion.QUEUED: (Offer.CANCEL, Offer.LEAVE_MESSAGE),
    Occasion.TRANSFERRED: (Offer.CANCEL, Offer.LEAVE_MESSAGE),
    Occasion.AGENT_VANISHED: (Offer.CANCEL, Offer.LEAVE_MESSAGE),
    Occasion.STILL_WAITING: (Offer.CANCEL, Offer.LEAVE_MESSAGE),
    Occasion.TIMED_OUT: (Offer.LEAVE_MESSAGE,),
    Occasion.CLOSED: (Offer.RATE,),
    **{Occasion(why): (Offer.LEAVE_MESSAGE,) for why in Unavailable},
}


def told(occasion: Occasion, **values: str) -> Draft:
    """The service's message on an occasion."""
    details = {"occasion": occasion, "offers": list(OFFERS.get(occasion, ()))}
    return Draft(
        EventKind.MESSAGE, Author.SYSTEM, _wording()["occasions"][occasion].format(**values), details
    )


def reason(why: Reason) -> str:
    """A reason in plain words, as they stand behind 「因為」."""
    return _wording()["reasons"][why]


def place(of: Place) -> str:
    """A place in the queue in words, without the full stop."""
    words, ahead = _wording()["place"], of.position - 1
    text = words["ahead"].format(ahead=ahead) if ahead else words["next"]
    if of.wait_seconds is None:
        return text
    return text + words["wait"].format(minutes=max(1, round(of.wait_seconds / 60)))


def phrase(name: str) -> str:
    """A phrase of the bot's in which a person is offered or a message taken."""
    return _wording()["phrases"][name]


def pinned(mode: Mode) -> Draft:
    """The facts of a mode, each with its source."""
    facts = "\n".join(f"・{fact.text}（{fact.url}）" for fact in mode.facts)
    return told(Occasion.PINNED, facts=facts)


def regret(availability: Availability, wish: Reason) -> list[Draft]:
    """What is written where nobody can take over: the wish, why not, until when, and what can be done instead."""
    why = availability.why or Unavailable.NOBODY_ON_DUTY
    message = told(Occasion(why), until=_until(availability.until), holiday=availability.holiday)
    return [state_entry(State.BOT, why, {"wish": wish}), message]


def clock(moment: datetime) -> str:
    """A moment in words: day, weekday and time in Asia/Taipei."""
    words, local = _wording()["until"], moment.astimezone(TAIPEI)
    weekday, time = words["weekdays"][local.weekday()], f"{local:%H:%M}"
    return words["day"].format(month=local.month, day=local.day, weekday=weekday, clock=time)


def _until(moment: datetime | None) -> str:
    return "" if moment is None else _wording()["until"]["known"].format(time=clock(moment))


@cache
def _wording() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "wording.toml").read_text(encoding="utf-8"))
