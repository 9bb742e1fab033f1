"""What citizens are told while they are handed over; the wording is data (`wording.toml`)."""

import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path

from handoff.events import Author, Draft, EventKind
from handoff.queue.values import Place
from handoff.states import Reason


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


@cache
def _wording() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "wording.toml").read_text(encoding="utf-8"))
