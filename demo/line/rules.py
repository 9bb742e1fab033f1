"""What LINE takes: the form and the sizes of messages."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from demo.line.faults import wrong

MESSAGES, TEXT, ALTERNATIVE, QUICK_REPLIES = 5, 5_000, 400, 13
LABEL, TAPPED, DATA, ADDRESS, NAME = 20, 300, 300, 1_000, 20
BUBBLES, BUBBLE_BYTES, CAROUSEL_BYTES = 12, 30_000, 50_000
SCHEMES = ("https://", "http://", "tel:", "line:")


def check(messages: Any) -> list[dict[str, Any]]:
    """The messages of a call. Raises RefusedError where LINE would not take them."""
    if not isinstance(messages, list) or not 1 <= len(messages) <= MESSAGES:
        raise wrong("Size must be between 1 and 5", "messages")
    for at, message in enumerate(messages):
        _check(message, f"messages[{at}]")
    return messages


def units(text: str) -> int:
    """The length of a text in UTF-16 code units, as LINE counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _check(message: Any, place: str) -> None:
    if not isinstance(message, dict) or message.get("type") not in {"text", "flex", "image", "sticker"}:
        raise wrong("invalid type", f"{place}.type")
    if message["type"] == "text":
        _text(message.get("text"), TEXT, f"{place}.text")
    if message["type"] == "flex":
        _text(message.get("altText"), ALTERNATIVE, f"{place}.altText")
        _flex(message.get("contents"), f"{place}.contents")
    _sender(message.get("sender"), f"{place}.sender.name")
    items = (message.get("quickReply") or {}).get("items", [])
    if len(items) > QUICK_REPLIES or (message.get("quickReply") and not items):
        raise wrong("Size must be between 1 and 13", f"{place}.quickReply.items")
    for at, item in enumerate(items):
        _action(item.get("action"), f"{place}.quickReply.items[{at}].action")


def _sender(sender: Any, place: str) -> None:
    name = (sender or {}).get("name")
    if name is None:
        return
    _text(name, NAME, place)
    if "LINE" in name.upper():
        raise wrong("may not contain the word LINE", place)


def _flex(contents: Any, place: str) -> None:
    kind = contents.get("type") if isinstance(contents, dict) else None
    if kind not in {"bubble", "carousel"}:
        raise wrong("invalid type", f"{place}.type")
    bubbles = contents["contents"] if kind == "carousel" else [contents]
    if not 1 <= len(bubbles) <= BUBBLES:
        raise wrong("Size must be between 1 and 12", f"{place}.contents")
    if _size(contents) > CAROUSEL_BYTES or any(_size(bubble) > BUBBLE_BYTES for bubble in bubbles):
        raise wrong("the contents are too large", place)
    for part in _parts(contents):
        if part.get("type") == "text":
            _text(part.get("text"), TEXT, f"{place}…text")
        if "action" in part:
            _action(part["action"], f"{place}…action")


def _parts(part: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(part, list):
        for one in part:
            yield from _parts(one)
    elif isinstance(part, dict):
        yield part
        for value in part.values():
            yield from _parts(value)


def _action(action: Any, place: str) -> None:
    if not isinstance(action, dict) or action.get("type") not in {"message", "postback", "uri"}:
        raise wrong("invalid type", f"{place}.type")
    # LINE counts labels in characters as people see them; code points are never fewer.
    if "label" in action and not 1 <= len(action["label"]) <= LABEL:
        raise wrong(f"Length must be between 1 and {LABEL}", f"{place}.label")
    if action["type"] == "message":
        _text(action.get("text"), TAPPED, f"{place}.text")
    if action["type"] == "postback":
        _text(action.get("data"), DATA, f"{place}.data")
        if "displayText" in action:
            _text(action["displayText"], TAPPED, f"{place}.displayText")
    if action["type"] == "uri":
        _text(action.get("uri"), ADDRESS, f"{place}.uri")
        if not action["uri"].startswith(SCHEMES):
            raise wrong("invalid uri scheme", f"{place}.uri")


def _text(value: Any, longest: int, place: str) -> None:
    if not isinstance(value, str) or not value.strip():
        raise wrong("May not be empty", place)
    if units(value) > longest:
        raise wrong(f"Length must be between 1 and {longest}", place)


def _size(part: Any) -> int:
    return len(json.dumps(part, ensure_ascii=False).encode())
