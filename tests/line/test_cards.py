"""What a message looks like on LINE, within all that LINE takes."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.line import limits
from bot.channels.line.render import fitting, messages
from handoff.events import Author, Event, EventKind
from handoff.wording import Offer

QUOTE = "第1胎每名發給新臺幣3萬元"


def event(text: str, seq: int = 1, author: Author = Author.BOT, **details: Any) -> Event:
    return Event(seq, EventKind.MESSAGE, author, text, details, None, datetime(2026, 11, 27, tzinfo=UTC))


def cited(number: int = 1, **fields: str) -> dict[str, str]:
    page = {
        "url": f"https://civil.demo.localhost/{number}",
        "title": "生育津貼申請須知",
        "site": "民政局",
        "agency": "示範市政府民政局",
        "quote": QUOTE,
    }
    return page | fields


def test_an_answer_is_a_text_and_a_card_for_each_page() -> None:
    text, card = messages([event("答", citations=[cited(1), cited(1), cited(2)])], "c")
    assert text == {"type": "text", "text": "答"}
    assert card["altText"].count("生育津貼申請須知（示範市政府民政局）") == 2
    first, second = card["contents"]["contents"]
    assert [part["text"] for part in first["body"]["contents"]] == [
        "生育津貼申請須知",
        "示範市政府民政局",
        f"「{QUOTE}」",
    ]
    action = second["footer"]["contents"][0]["action"]
    assert action["uri"].startswith("https://civil.demo.localhost/2#:~:text=%E7%AC%AC1")


@pytest.mark.parametrize(
    "citations",
    [
        [cited(number) for number in range(13)],
        [cited(number, title="很長的標題" * 12) for number in range(8)],
        [cited(url="https://civil.demo.localhost/" + "a" * 1_000)],
    ],
)
def test_what_does_not_fit_on_cards_stands_as_text(citations: list[dict[str, str]]) -> None:
    rendered = messages([event("答", citations=citations)], "c")
    assert {message["type"] for message in rendered} == {"text"}
    whole = "\n".join(message["text"] for message in rendered)
    assert all(one["url"] in whole for one in citations)


def test_addresses_that_line_refuses_are_encoded_and_others_are_none() -> None:
    odd = [cited(url="https://civil.demo.localhost/市民?q=a b", quote=""), cited(url="javascript:alert(1)")]
    _, card = messages([event("答", citations=odd)], "c")
    uri = card["contents"]["footer"]["contents"][0]["action"]["uri"]
    assert uri == "https://civil.demo.localhost/%E5%B8%82%E6%B0%91?q=a%20b"
    assert "javascript" not in json.dumps(card)


def test_a_long_text_arrives_whole_in_several_messages() -> None:
    text = "\n".join(f"第{number}行" + "字" * 400 for number in range(30))
    rendered = messages([event(text)], "c")
    assert [limits.units(message["text"]) <= limits.TEXT for message in rendered] == [True] * 3
    assert "\n".join(message["text"] for message in rendered) == text


def test_lengths_are_counted_as_line_counts_them_and_no_character_is_broken() -> None:
    family = "👨‍👩‍👧"
    assert limits.units("🍎") == 2
    assert limits.cut(f"一二{family}三", 8) == "一二…"
    assert "".join(limits.pieces(family * 10, 30)) == family * 10


def test_at_most_five_messages_go_at_once_in_their_order() -> None:
    events = [event(str(seq), seq, citations=[cited()]) for seq in range(1, 5)]
    assert [one.seq for one in fitting(events)] == [1, 2]
    assert len(messages(fitting(events), "c")) == 4


def test_choices_and_labels_stay_within_what_line_takes() -> None:
    choices = [{"label": f"第{number}項" + "申請文件" * 90} for number in range(15)]
    (message,) = messages([event("哪一項？", choices=choices)], "c")
    items = [item["action"] for item in message["quickReply"]["items"]]
    assert len(items) == 13
    assert all(limits.units(one["label"]) <= 20 and limits.units(one["text"]) <= 300 for one in items)


def test_what_can_be_done_at_a_message_can_be_tapped_below_the_last() -> None:
    offers = [Offer.CANCEL, Offer.LEAVE_MESSAGE]
    rendered = messages([event("請稍候", offers=offers), event("您前面還有 2 位")], "c")
    assert "quickReply" not in rendered[0]
    assert [item["action"]["label"] for item in rendered[1]["quickReply"]["items"]] == [
        "不等了，繼續問",
        "留言給專人",
    ]


def test_service_can_be_rated_from_one_to_five() -> None:
    (message,) = messages([event("謝謝您", offers=[Offer.RATE])], "conversation")
    data = [item["action"]["data"] for item in message["quickReply"]["items"]]
    assert data == [f"do=rate&value={n}&in=conversation" for n in (5, 4, 3, 2, 1)]
