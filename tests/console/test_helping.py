"""What agents are told of a conversation, and what is drafted for them."""

from datetime import UTC, datetime
from typing import Any

from askcity.helping import excerpt, readable
from handoff.console.asking import asked
from handoff.console.summary import summary
from handoff.events import Author, Event, EventKind

NOW = datetime(2026, 11, 27, tzinfo=UTC)


def said(*lines: tuple[Author, str, dict[str, Any]]) -> list[Event]:
    return [
        Event(seq, EventKind.MESSAGE, author, text, details, None, NOW)
        for seq, (author, text, details) in enumerate(lines, 1)
    ]


def talk() -> list[Event]:
    """A question without an answer, then the wish for a person."""
    return said(
        (Author.CITIZEN, "路燈壞了要找誰？", {}),
        (Author.BOT, "找不到依據。", {"answers": 1, "status": "unanswerable"}),
        (Author.CITIZEN, "好，轉接真人", {}),
        (Author.CITIZEN, "我要找真人", {}),
        (Author.BOT, "好的。", {"answers": 4, "status": "handoff"}),
    )


def test_the_wish_for_a_person_is_not_taken_for_the_question() -> None:
    assert [event.text for event in asked(talk())] == ["路燈壞了要找誰？"]


def test_a_citizen_who_only_wanted_a_person_is_quoted_so() -> None:
    only = said(
        (Author.CITIZEN, "我要找真人", {}), (Author.BOT, "好的。", {"answers": 1, "status": "handoff"})
    )
    assert [event.text for event in asked(only)] == ["我要找真人"]


def test_what_is_said_to_a_person_counts_as_asked() -> None:
    more = [*talk(), *said(*[(Author.CITIZEN, "", {})] * 5, (Author.CITIZEN, "在中山路口", {}))[5:]]
    assert asked(more)[-1].text == "在中山路口"


def test_a_summary_is_brief_in_the_citizens_words_and_in_order() -> None:
    lines = [
        "我想問津貼",
        "我住在山下區，上個月剛生第二胎",
        "我住在山下區，上個月剛生了第二胎喔",
        "謝謝",
        "那要帶什麼文件？",
    ]
    brief = summary(said(*[(Author.CITIZEN, line, {}) for line in lines]))
    assert brief.said[0] == lines[0]
    assert brief.said[-1] == lines[-1]
    assert len(brief.said) <= 4
    assert not set(lines[1:3]) <= set(brief.said)


def test_an_excerpt_stands_verbatim_in_its_page_and_fits_the_question() -> None:
    page = "前言一句。\n" + "無關的內容。" * 60 + "補助金額是每月三千元，由戶政事務所受理。\n結尾。"
    found = excerpt(page, "補助金額多少")
    assert found in page
    assert "三千元" in found
    assert len(found) <= 200


def test_marks_of_a_page_are_not_sent_to_a_citizen() -> None:
    assert readable("- 請至[線上平台](https://x.example/)\n- 電話") == "・請至線上平台\n・電話"
