"""A conversation to take along: JSON, plain text or HTML; pure."""

import html
import json
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from askcity.clock import TAIPEI
from handoff.events import Author, Conversation, Event, EventKind


class Format(StrEnum):
    """How a transcript is written."""

    JSON = "json"
    TEXT = "text"
    HTML = "html"


MEDIA_TYPES = {
    Format.JSON: "application/json",
    Format.TEXT: "text/plain; charset=utf-8",
    Format.HTML: "text/html; charset=utf-8",
}
SUFFIXES = {Format.JSON: "json", Format.TEXT: "txt", Format.HTML: "html"}
SPEAKERS = {Author.CITIZEN: "我", Author.BOT: "智慧客服", Author.AGENT: "客服人員", Author.SYSTEM: "系統"}
TITLE = "市政智慧客服 對話紀錄"
DISCLOSURE = "「智慧客服」的回答由電腦程式產生，引用的網頁列在每則回答之後。"


def transcript(conversation: Conversation, events: Sequence[Event], form: Format) -> str:
    """The whole conversation; messages only in text and HTML, states too in JSON."""
    if form is Format.JSON:
        return _json(conversation, events)
    said = [event for event in events if event.kind is EventKind.MESSAGE]
    return _text(said) if form is Format.TEXT else _html(said)


def _json(conversation: Conversation, events: Iterable[Event]) -> str:
    entries = [_entry(event) for event in events]
    document = {"id": conversation.id, "locale": conversation.locale, "entries": entries}
    return json.dumps(document, ensure_ascii=False, indent=2)


def _entry(event: Event) -> dict[str, Any]:
    details = event.details
    entry: dict[str, Any] = {"seq": event.seq, "at": _time(event), "kind": event.kind, "author": event.author}
    if event.kind is EventKind.STATE:
        return entry | {"state": details["state"], "reason": details.get("reason")}
    citations = [{"title": one["title"], "url": one["url"], "quote": one["quote"]} for one in _cited(event)]
    return entry | {"name": _speaker(event), "text": event.text, "citations": citations}


def _text(said: Iterable[Event]) -> str:
    blocks = []
    for event in said:
        lines = [f"{_time(event)} {_speaker(event)}", event.text]
        lines += [f"出處：{one['title']} {one['url']}" for one in _cited(event)]
        blocks.append("\n".join(lines))
    return "\n\n".join((TITLE, *blocks, DISCLOSURE)) + "\n"


def _html(said: Iterable[Event]) -> str:
    body = "".join(map(_article, said))
    return (
        f'<!doctype html><html lang="zh-Hant-TW"><meta charset="utf-8"><title>{TITLE}</title>'
        f"<h1>{TITLE}</h1>{body}<p><small>{DISCLOSURE}</small></p></html>\n"
    )


def _article(event: Event) -> str:
    text = html.escape(event.text).replace("\n", "<br>")
    sources = "".join(f"<li>{_link(one)}</li>" for one in _cited(event))
    listed = f"<ol>{sources}</ol>" if sources else ""
    head = html.escape(f"{_speaker(event)} {_time(event)}")
    return f"<article><h2>{head}</h2><p>{text}</p>{listed}</article>"


def _link(citation: dict[str, str]) -> str:
    title, url = html.escape(citation["title"]), citation["url"]
    if not url.startswith(("https://", "http://")):
        return title
    return f'<a rel="noopener noreferrer" href="{html.escape(url, quote=True)}">{title}</a>'


def _cited(event: Event) -> list[dict[str, str]]:
    """An entry's citations, each page once."""
    pages: dict[str, dict[str, str]] = {}
    for one in event.details.get("citations", []):
        page = {"title": one.get("title") or one["url"], "url": one["url"], "quote": one.get("quote", "")}
        pages.setdefault(one["url"], page)
    return list(pages.values())


def _speaker(event: Event) -> str:
    name = event.details.get("agent_name")
    return f"{SPEAKERS[event.author]} {name}" if name else SPEAKERS[event.author]


def _time(event: Event) -> str:
    return event.created_at.astimezone(TAIPEI).isoformat(" ", "seconds")
