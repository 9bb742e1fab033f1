"""Entries of the log as LINE messages: the whole text, its sources as cards, and what can be tapped."""

from collections.abc import Sequence
from typing import Any

from bot.channels.line import cards, limits, taps
from bot.channels.line.wording import phrase
from handoff.events import Author, Event, EventKind

Message = dict[str, Any]


def shown(event: Event) -> bool:
    """Whether an entry is something to tell the citizen."""
    return event.kind is EventKind.MESSAGE and event.author is not Author.CITIZEN and bool(event.text)


def fitting(events: Sequence[Event]) -> list[Event]:
    """As many entries as LINE takes in one call, from the first on; at least one."""
    fit: list[Event] = []
    count = 0
    for event in events:
        count += len(_messages(event))
        if fit and count > limits.MESSAGES:
            break
        fit.append(event)
    return fit


def messages(events: Sequence[Event], conversation: str, *, plain: bool = False) -> list[Message]:
    """The messages of one call, without cards where they are to be `plain`.

    Only below the last message can something be tapped on LINE: what was last to be tapped.
    """
    rendered = [message for event in events for message in _messages(event, plain=plain)]
    tapped = [items for event in events if (items := taps.of(event, conversation))]
    rendered = rendered[: limits.MESSAGES]
    if tapped:
        rendered[-1]["quickReply"] = {"items": tapped[-1]}
    return rendered


def _messages(event: Event, *, plain: bool = False) -> list[Message]:
    """The text in as many messages as it needs, then its sources; a person's under that person's name."""
    citations = list(event.details.get("citations") or ())
    card = None if plain else cards.sources(citations)
    text = event.text if card is not None else _with_sources(event.text, citations)
    rendered: list[Message] = [{"type": "text", "text": part} for part in limits.pieces(text)]
    if card is not None:
        rendered.append(card)
    name = str(event.details.get("agent_name") or "")
    if event.author is Author.AGENT and (sender := _sender(name)):
        for message in rendered:
            message["sender"] = {"name": sender}
    return rendered


def _with_sources(text: str, citations: Sequence[Any]) -> str:
    """The text with the pages behind it, where they do not fit on cards."""
    pages = {one["url"]: one["title"] for one in citations if cards.is_web(one["url"])}
    lines = [f"・{title}\n{url}" for url, title in pages.items()]
    return "\n".join([text, "", phrase("sources"), *lines]) if lines else text


def _sender(name: str) -> str:
    """A name as LINE allows it: at most 20 characters, without LINE's own."""
    while (at := name.upper().find("LINE")) >= 0:
        name = name[:at] + name[at + 4 :]
    return limits.cut(name.strip(), limits.SENDER)
