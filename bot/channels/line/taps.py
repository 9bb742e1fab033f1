"""What can be tapped below a message, and what a tap tells us."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlencode

from bot.channels.line import limits
from bot.channels.line.wording import phrase
from handoff.events import Event
from handoff.wording import Offer

Item = dict[str, Any]
LONGEST_DATA = 300
SCORES = range(5, 0, -1)


class Act(StrEnum):
    """What a citizen wants with a tap."""

    CANCEL = "cancel"
    CONTINUE = "continue"
    MESSAGE = "message"
    REPORT = "report"
    LEAVE = "leave"
    RATE = "rate"


OFFERED = {
    Offer.CANCEL: (Act.CANCEL, "cancel"),
    Offer.LEAVE_MESSAGE: (Act.MESSAGE, "leave_message"),
    Offer.REPORT: (Act.REPORT, "report"),
}


@dataclass(frozen=True, slots=True)
class Tap:
    """A tap; `value` is what was chosen, `place` the conversation that it belongs to."""

    act: Act
    value: str = ""
    place: str = ""


def tapped(data: str) -> Tap | None:
    """What a tap tells; None where it is none of ours."""
    if len(data) > LONGEST_DATA:
        return None
    fields = dict(parse_qsl(data))
    if fields.get("do") not in set(Act):
        return None
    return Tap(Act(fields["do"]), fields.get("value", ""), fields.get("in", ""))


def of(event: Event, conversation: str) -> list[Item]:
    """What can be tapped below an entry of a conversation's log."""
    choices = [choice["label"] for choice in event.details.get("choices") or ()]
    offers = event.details.get("offers") or ()
    items = [
        *(choice(label) for label in choices),
        *(ratings(conversation) if Offer.RATE in offers else []),
        *(button(phrase(name), act) for offer, (act, name) in OFFERED.items() if offer in offers),
        *(choice(label) for label in event.details.get("taps") or ()),
        *([button(phrase("leave_form"), Act.LEAVE)] if event.details.get("form") else []),
    ]
    return items[: limits.QUICK_REPLIES]


def ratings(conversation: str) -> list[Item]:
    """One to five points for a conversation, the most first."""
    return [button(phrase("score").format(n=n), Act.RATE, str(n), conversation) for n in SCORES]


def choice(label: str) -> Item:
    """A choice that the citizen says by tapping it."""
    text = limits.cut(label, limits.TAPPED_TEXT)
    return _item({"type": "message", "label": limits.cut(label, limits.LABEL), "text": text})


def button(label: str, act: Act, value: str = "", place: str = "") -> Item:
    """Something that happens at a tap; the citizen sees that they tapped."""
    data = urlencode({"do": act, **({"value": value} if value else {}), **({"in": place} if place else {})})
    shown = {"label": limits.cut(label, limits.LABEL), "displayText": limits.cut(label, limits.TAPPED_TEXT)}
    return _item({"type": "postback", "data": data, **shown})


def _item(action: dict[str, str]) -> Item:
    return {"type": "action", "action": action}
