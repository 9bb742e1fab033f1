"""Entries of the log as LINE messages: the whole text, its sources, and what can be tapped."""

from collections.abc import Sequence
from typing import Any

from bot.channels.line.wording import phrase
from handoff.events import Author, Event, EventKind
from handoff.wording import Offer

Message = dict[str, Any]
AT_ONCE = 5
"""Messages that LINE takes in one call."""
MOST_TAPS, LONGEST_LABEL, LONGEST_TAP, LONGEST_NAME, LONGEST_TEXT = 13, 20, 300, 20, 5_000
CANCEL = "do=cancel"


def shown(event: Event) -> bool:
    """Whether an entry is something to tell the citizen."""
    return event.kind is EventKind.MESSAGE and event.author is not Author.CITIZEN and bool(event.text)


def messages(events: Sequence[Event]) -> list[Message]:
    """The messages of one call; only what stands last can be tapped on LINE."""
    rendered = [_message(event) for event in events]
    if taps := _taps(events[-1]):
        rendered[-1]["quickReply"] = {"items": taps}
    return rendered


def _message(event: Event) -> Message:
    message: Message = {"type": "text", "text": _cut(_with_sources(event), LONGEST_TEXT)}
    name = str(event.details.get("agent_name") or "")
    if event.author is Author.AGENT and (sender := _sender(name)):
        message["sender"] = {"name": sender}
    return message


def _with_sources(event: Event) -> str:
    """The text with the pages behind it; plain, so that it can be copied, read aloud and tapped."""
    pages = {one["url"]: one["title"] for one in event.details.get("citations") or () if _web(one["url"])}
    if not pages:
        return event.text
    lines = [f"・{title}\n{url}" for url, title in pages.items()]
    return "\n".join([event.text, "", phrase("sources"), *lines])


def _web(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def _sender(name: str) -> str:
    """A name as LINE allows it: at most 20 characters, without LINE's own."""
    while (at := name.upper().find("LINE")) >= 0:
        name = name[:at] + name[at + 4 :]
    return name.strip()[:LONGEST_NAME]


def _taps(event: Event) -> list[Message]:
    labels = [choice["label"] for choice in event.details.get("choices") or ()]
    actions = [
        {"type": "message", "label": _cut(label, LONGEST_LABEL), "text": label[:LONGEST_TAP]}
        for label in labels
    ]
    if Offer.CANCEL in (event.details.get("offers") or ()):
        label = phrase("cancel")
        actions.append({"type": "postback", "label": label, "data": CANCEL, "displayText": label})
    return [{"type": "action", "action": action} for action in actions[:MOST_TAPS]]


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
