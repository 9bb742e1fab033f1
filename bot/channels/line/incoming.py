"""What LINE tells us, read from its JSON; fields that are missing or of another type make an event that is ignored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class Incoming:
    """One webhook event; `document` is the event as LINE sent it, `attempt` counts how often it was begun."""

    event_id: str
    kind: str
    message_id: str | None
    happened_at: datetime
    document: Mapping[str, Any]
    received_at: datetime | None = None
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, and where answers go: the user, or the group in which the user spoke."""

    subject: str
    recipient: str
    in_group: bool


def events_of(document: Any) -> list[Incoming]:
    """The events of a webhook body that can be told apart and are meant for us."""
    listed = document.get("events") if isinstance(document, dict) else None
    read = [_incoming(event) for event in listed or () if isinstance(event, dict)]
    return [event for event in read if event is not None]


def speaker(document: Mapping[str, Any]) -> Speaker | None:
    """Who sent an event; None where LINE does not say."""
    source = part(document, "source")
    user = text_of(source, "userId")
    room = text_of(source, "groupId") or text_of(source, "roomId")
    if not user:
        return None
    return Speaker(f"{room}/{user}", room, True) if room else Speaker(user, user, False)


def chat(event: Incoming) -> str:
    """The chat in which an event happened; events of one chat are handled in their order."""
    source = part(event.document, "source")
    names = (text_of(source, name) for name in ("groupId", "roomId", "userId"))
    return next(filter(None, names), event.event_id)


def mentions_us(message: Mapping[str, Any]) -> bool:
    """Whether a message in a group is addressed to the bot."""
    mentioned = part(message, "mention").get("mentionees")
    return any(isinstance(one, dict) and one.get("isSelf") is True for one in mentioned or ())


def part(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A nested object, empty where there is none."""
    value = document.get(name)
    return value if isinstance(value, dict) else {}


def text_of(document: Mapping[str, Any], name: str) -> str:
    """A string, empty where there is none."""
    value = document.get(name)
    return value if isinstance(value, str) else ""


def _incoming(event: dict[str, Any]) -> Incoming | None:
    event_id, kind = text_of(event, "webhookEventId"), text_of(event, "type")
    if not 0 < len(event_id) <= LONGEST_ID or event.get("mode") == "standby":
        return None
    message = text_of(part(event, "unsend"), "messageId") or text_of(part(event, "message"), "id")
    return Incoming(event_id, kind[:32], message[:LONGEST_ID] or None, _time(event.get("timestamp")), event)


def _time(milliseconds: Any) -> datetime:
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)
