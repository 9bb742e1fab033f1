"""The contract of the conversation log, on every database."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Row, Select, select

from askcity.database import open_database
from askcity.errors import ConflictError, NotFoundError
from handoff.bus import LocalBus, Notice
from handoff.events import Author, Draft, EventKind, Rating
from handoff.log import ConversationLog
from handoff.office import open_office
from handoff.queries import REMEMBERED
from handoff.service import utc_now
from handoff.states import State
from handoff.tables import conversations, feedback

pytestmark = pytest.mark.anyio


def said(text: str) -> list[Draft]:
    return [Draft(EventKind.MESSAGE, Author.BOT, text, {"status": "answered"})]


def rows_of(database: str, query: Select[Any]) -> Sequence[Row[Any]]:
    engine = open_database(database)
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    engine.dispose()
    return rows


WISH = [
    Draft(EventKind.STATE, Author.SYSTEM, details={"state": "bot", "reason": "nobody_on_duty"}),
    Draft(EventKind.MESSAGE, Author.SYSTEM, "目前沒有真人客服在線上。"),
]


async def test_events_are_numbered_from_one_without_gaps(log: ConversationLog) -> None:
    id_ = (await log.open("zh-TW")).id
    for number in range(3):
        await log.send(id_, f"c{number}", f"第 {number} 句")
    await log.record_wish(id_, WISH)
    assert [event.seq for event in await log.read(id_)] == [1, 2, 3, 4, 5]


async def test_a_message_keeps_its_text_author_and_time(log: ConversationLog) -> None:
    before = utc_now()
    id_ = (await log.open("zh-TW")).id
    await log.send(id_, "c1", "臺北車站在哪裡？😀\n第二行")
    (event,) = await log.read(id_)
    assert (event.text, event.author, event.client_id) == ("臺北車站在哪裡？😀\n第二行", Author.CITIZEN, "c1")
    assert before - timedelta(milliseconds=1) <= event.created_at <= utc_now()


async def test_the_same_client_id_with_the_same_text_is_one_message(log: ConversationLog) -> None:
    id_ = (await log.open("zh-TW")).id
    first = await log.send(id_, "c1", "你好")
    again = await log.send(id_, "c1", "你好")
    assert (first.seq, first.fresh) == (1, True)
    assert (again.seq, again.fresh) == (1, False)
    assert len(await log.read(id_)) == 1


async def test_the_same_client_id_with_another_text_is_a_conflict(log: ConversationLog) -> None:
    id_ = (await log.open("zh-TW")).id
    await log.send(id_, "c1", "你好")
    with pytest.raises(ConflictError):
        await log.send(id_, "c1", "再見")
    assert [event.text for event in await log.read(id_)] == ["你好"]


async def test_ten_identical_sends_at_once_are_one_message(log: ConversationLog) -> None:
    id_ = (await log.open("zh-TW")).id
    receipts = await asyncio.gather(*(log.send(id_, "c1", "你好") for _ in range(10)))
    assert {receipt.seq for receipt in receipts} == {1}
    assert sum(receipt.fresh for receipt in receipts) == 1
    assert len(await log.read(id_)) == 1


async def test_two_texts_under_one_client_id_at_once_leave_one_message_and_conflicts(
    log: ConversationLog,
) -> None:
    id_ = (await log.open("zh-TW")).id
    sends = (log.send(id_, "c1", text) for text in ["甲", "乙"] * 5)
    outcomes = await asyncio.gather(*sends, return_exceptions=True)
    (kept,) = await log.read(id_)
    refused = [outcome for outcome in outcomes if isinstance(outcome, ConflictError)]
    assert kept.text in ("甲", "乙")
    assert len(refused) == 5


async def test_concurrent_writers_neither_lose_nor_double_nor_reuse_a_number(log: ConversationLog) -> None:
    ids = [(await log.open("zh-TW")).id for _ in range(4)]
    sends = [(id_, number) for number in range(25) for id_ in ids]
    receipts = await asyncio.gather(*(log.send(id_, f"c{number}", f"{number}") for id_, number in sends))
    for id_ in ids:
        events = await log.read(id_)
        told = {
            number: receipt.seq for (one, number), receipt in zip(sends, receipts, strict=True) if one == id_
        }
        assert [event.seq for event in events] == list(range(1, 26))
        assert {int(event.text): event.seq for event in events} == told


async def test_a_refused_write_does_not_spoil_those_beside_it(log: ConversationLog) -> None:
    id_ = (await log.open("zh-TW")).id
    await log.send(id_, "c0", "有")
    sends = [log.send(id_, "c0", "別的"), log.send("nowhere", "c1", "無"), log.send(id_, "c2", "也有")]
    outcomes = await asyncio.gather(*sends, return_exceptions=True)
    assert [type(outcome).__name__ for outcome in outcomes] == ["ConflictError", "NotFoundError", "Receipt"]
    assert [event.text for event in await log.read(id_)] == ["有", "也有"]


async def test_only_the_right_token_opens_a_conversation(log: ConversationLog) -> None:
    mine, other = await log.open("zh-TW"), await log.open("zh-TW")
    await log.authorize(mine.id, mine.token)
    for conversation, token in [
        (mine.id, other.token),
        (mine.id, ""),
        (mine.id, "\udc00"),
        ("nowhere", mine.token),
    ]:
        with pytest.raises(NotFoundError):
            await log.authorize(conversation, token)


async def test_a_token_is_kept_as_a_digest_only(log: ConversationLog, database: str) -> None:
    opened = await log.open("zh-TW")
    row = rows_of(database, select(conversations))[0]
    assert opened.token.encode() not in row.token_digest
    assert opened.token not in map(str, row)
    assert opened.token not in repr(opened)


async def test_reading_resumes_behind_a_number(log: ConversationLog) -> None:
    id_ = (await log.open("zh-TW")).id
    for number in range(5):
        await log.send(id_, f"c{number}", str(number))
    assert [event.seq for event in await log.read(id_, after=3)] == [4, 5]
    assert [event.seq for event in await log.read(id_, after=1, limit=2)] == [2, 3]
    assert await log.read(id_, after=99) == []


async def test_a_question_waits_until_it_is_answered_once(log: ConversationLog) -> None:
    id_ = (await log.open("zh-TW")).id
    await log.send(id_, "c1", "垃圾車幾點來？")
    asked = await log.next_question(id_)
    assert asked is not None
    assert asked.text == "垃圾車幾點來？"
    assert await log.reply(asked, said("七點。")) == 2
    assert await log.reply(asked, said("七點。")) is None
    assert await log.next_question(id_) is None
    assert [event.text for event in await log.read(id_)] == ["垃圾車幾點來？", "七點。"]


async def test_two_answers_at_once_leave_one(log: ConversationLog) -> None:
    id_ = (await log.open("zh-TW")).id
    await log.send(id_, "c1", "問")
    asked = await log.next_question(id_)
    assert asked is not None
    written = await asyncio.gather(*(log.reply(asked, said("答")) for _ in range(8)))
    assert sorted(seq for seq in written if seq) == [2]


async def test_questions_are_answered_in_order_with_what_was_said_before(log: ConversationLog) -> None:
    id_ = (await log.open("zh-TW")).id
    await log.send(id_, "c1", "一")
    await log.send(id_, "c2", "二")
    first = await log.next_question(id_)
    assert first is not None
    assert (first.text, first.history) == ("一", ())
    await log.reply(first, said("答一"))
    second = await log.next_question(id_)
    assert second is not None
    assert second.text == "二"
    assert [event.text for event in second.history] == ["一", "答一"]


async def test_history_is_the_latest_messages_only(log: ConversationLog) -> None:
    id_ = (await log.open("zh-TW")).id
    for number in range(REMEMBERED + 5):
        await log.send(id_, f"c{number}", str(number))
        asked = await log.next_question(id_)
        assert asked is not None
        await log.reply(asked, said(f"答{number}"))
    await log.send(id_, "last", "最後")
    asked = await log.next_question(id_)
    assert asked is not None
    assert len(asked.history) == REMEMBERED
    assert asked.history[-1].text == f"答{REMEMBERED + 4}"


async def test_waiting_questions_are_found_again_oldest_first(log: ConversationLog) -> None:
    first, second = (await log.open("zh-TW")).id, (await log.open("zh-TW")).id
    await log.send(first, "c1", "先")
    await log.send(second, "c1", "後")
    assert [one.conversation for one in await log.waiting(utc_now(), 10)] == [first, second]
    assert await log.waiting(utc_now() - timedelta(minutes=1), 10) == []


async def test_a_wish_is_recorded_once_as_long_as_nothing_else_is_said(log: ConversationLog) -> None:
    id_ = (await log.open("zh-TW")).id
    first, again = await log.record_wish(id_, WISH), await log.record_wish(id_, WISH)
    await log.send(id_, "c1", "還是想找人")
    later = await log.record_wish(id_, WISH)
    assert (first.seq, again.seq, later.seq) == (2, 2, 5)
    assert (await log.find(id_)).state is State.BOT


async def test_only_an_answer_can_be_rated_and_the_last_word_counts(
    log: ConversationLog, database: str
) -> None:
    id_ = (await log.open("zh-TW")).id
    await log.send(id_, "c1", "問")
    asked = await log.next_question(id_)
    assert asked is not None
    await log.reply(asked, said("答"))
    await log.rate(id_, Rating(2, helpful=True))
    await log.rate(id_, Rating(2, helpful=False, comment="電話不對"))
    for seq in (1, 3):
        with pytest.raises(NotFoundError):
            await log.rate(id_, Rating(seq, helpful=True))
    rows = rows_of(database, select(feedback))
    assert [(row.seq, row.helpful, row.comment) for row in rows] == [(2, False, "電話不對")]


async def test_whoever_watches_is_told_after_the_write(log: ConversationLog, bus: LocalBus) -> None:
    id_ = (await log.open("zh-TW")).id
    with bus.watch(id_) as subscription:
        await log.send(id_, "c1", "問")
        assert await subscription.wait(5) == {Notice.LOG}
        assert len(await log.read(id_)) == 1


async def test_what_was_acknowledged_is_there_for_another_connection_at_once(
    log: ConversationLog, database: str
) -> None:
    id_ = (await log.open("zh-TW")).id
    receipt = await log.send(id_, "c1", "問")
    other = open_office(database, LocalBus())
    assert [event.seq for event in await other.log.read(id_)] == [receipt.seq]
    await other.close()
