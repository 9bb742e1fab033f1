"""Events of the log as server-sent events."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.fragments import link
from handoff.events import Author, Event, EventKind
from handoff.queue.values import Place
from handoff.states import State

CARRIED = ("answers", "choices", "agencies", "handoff", "elapsed_ms", "consent", "translation")
"""Details of a bot's message that go beyond what every message has."""

HEARTBEAT = b": still here\n\n"
TYPING = b"event: typing\ndata: {}\n\n"
AGENT_TYPING = b'event: typing\ndata: {"author":"agent"}\n\n'
RETRY = b"retry: 2000\n\n"
"""First words of a stream: milliseconds until a browser tries again."""


def encoded(event: Event) -> bytes:
    """An event of the log on the wire; its id is its place in the log."""
    data = _message(event) if event.kind is EventKind.MESSAGE else _state(event)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"event: {event.kind.value}\nid: {event.seq}\ndata: {text}\n\n".encode()


def moved(place: Place) -> bytes:
    """A new place in the queue; without an id, since it is no entry of the log."""
    return _passing("state", {"state": State.QUEUED, **asdict(place), "reason": None})


def begun(text: str) -> bytes:
    """The beginning of an answer that is still being written; without an id."""
    return _passing("typing", {"author": Author.BOT, "text": text})


def read(seq: int) -> bytes:
    """How far the agent has read; without an id."""
    return _passing("read", {"author": Author.AGENT, "seq": seq})


def changed(event: Event) -> bytes:
    """A message whose words were changed or taken back; without an id, since it stands where it stood."""
    return _passing("changed", {"seq": event.seq, "text": event.text})


def _passing(kind: str, data: dict[str, Any]) -> bytes:
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n".encode()


def _message(event: Event) -> dict[str, Any]:
    details = event.details
    message = {
        "seq": event.seq,
        "author": event.author.value,
        "text": event.text,
        "citations": [_linked(citation) for citation in details.get("citations", [])],
        "status": details.get("status"),
        "confidence": details.get("confidence"),
        "agent_name": details.get("agent_name"),
        "offers": details.get("offers", []),
        "occasion": details.get("occasion"),
        "created_at": event.created_at.isoformat(),
    }
    if event.author is Author.CITIZEN:
        message["client_id"] = event.client_id
    if event.author is Author.BOT:
        message |= {name: details.get(name) for name in CARRIED}
    return message


def _linked(citation: Mapping[str, Any]) -> dict[str, Any]:
    """A citation with the address that shows its quote in the page."""
    return {**citation, "link": link(citation["url"], citation.get("quote", ""))}


def _state(event: Event) -> dict[str, Any]:
    details = event.details
    return {
        "seq": event.seq,
        "state": details["state"],
        "position": details.get("position"),
        "wait_seconds": details.get("wait_seconds"),
        "reason": details.get("reason"),
        "wish": details.get("wish"),
        "agent_name": details.get("agent_name"),
        "created_at": event.created_at.isoformat(),
    }
