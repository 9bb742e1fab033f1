"""A conversation to take along."""

import json
from datetime import UTC, datetime

from handoff.events import Author, Conversation, Event, EventKind
from handoff.keeping.transcript import Format, transcript
from handoff.states import State

CONVERSATION = Conversation("abc", "zh-TW", "web", State.BOT, 1, 3, None)
AT = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
NASTY = '<img src=x onerror="alert(1)">'
CITATION = {"url": "https://www.demo.localhost/birth", "title": NASTY, "quote": "第1胎3萬元"}
EVIL = {"url": "javascript:alert(1)", "title": "騙人", "quote": ""}


def event(seq: int, author: Author, text: str, **details: object) -> Event:
    return Event(seq, EventKind.MESSAGE, author, text, details, None, AT)


EVENTS = [
    event(1, Author.CITIZEN, f"第一行\n{NASTY}"),
    event(2, Author.BOT, "第1胎3萬元。", citations=[CITATION, CITATION, EVIL]),
    Event(3, EventKind.STATE, Author.SYSTEM, "", {"state": "human", "reason": "claimed"}, None, AT),
    event(4, Author.AGENT, "您好", agent="mei", agent_name="小美"),
]


def test_as_json_it_has_all_entries_in_order_and_no_account_names() -> None:
    document = json.loads(transcript(CONVERSATION, EVENTS, Format.JSON))
    assert [entry["seq"] for entry in document["entries"]] == [1, 2, 3, 4]
    assert document["entries"][1]["citations"][0]["quote"] == "第1胎3萬元"
    assert document["entries"][3]["name"] == "客服人員 小美"
    assert "mei" not in json.dumps(document)


def test_as_text_it_can_be_read_with_its_sources_and_says_who_wrote_it() -> None:
    text = transcript(CONVERSATION, EVENTS, Format.TEXT)
    assert "2026-11-26 10:00:00+08:00 智慧客服\n第1胎3萬元。\n出處：" in text
    assert text.count("https://www.demo.localhost/birth") == 1
    assert "電腦程式" in text


def test_as_html_no_word_of_anybody_becomes_markup() -> None:
    page = transcript(CONVERSATION, EVENTS, Format.HTML)
    assert "<img" not in page
    assert "javascript:" not in page
    assert page.count("&lt;img") == 2
    assert "第一行<br>" in page
