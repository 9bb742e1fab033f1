"""Erasure: nothing of it remains."""

import asyncio
import io
import sqlite3
from contextlib import closing, redirect_stderr, redirect_stdout
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from askcity.database import metadata, open_database
from askcity.errors import NotFoundError
from handoff.bus import LocalBus, Notice
from handoff.cases.values import NewCase, Report
from handoff.desk.values import Satisfaction, Saying, Side
from handoff.events import Rating
from handoff.keeping.erasure import Retention
from handoff.office import Arrangement, Office, open_office
from handoff.queue.lists import Wanted
from handoff.queue.values import Outcome
from tests.databases import sqlite
from tests.handoff.clock import Clock
from tests.handoff.talk import hired, queued, said

pytestmark = pytest.mark.anyio

CANARY = "金絲雀-7f3a9c"
OTHER = "別人的話"


async def lived(office: Office, words: str) -> str:
    """A conversation with everything that can hang on one."""
    id_ = (await office.log.open("zh-TW")).id
    for number in range(20):
        await office.log.send(id_, f"c{number}", f"{words} 第 {number} 句 " + "長" * (number * 37))
        asked = await office.log.next_question(id_)
        assert asked is not None
        await office.log.reply(asked, said(f"關於{words}"))
    await office.log.rate(id_, Rating(2, helpful=False, comment=words))
    await office.queue.take_over(id_, "mei")
    await office.desk.preview(id_, words)
    await office.desk.say(id_, "mei", Saying("a1", words))
    await office.desk.note(id_, "mei", words)
    await office.desk.tag(id_, "mei", [words[:30]])
    await office.desk.read(id_, Side.CITIZEN, 3)
    await office.desk.satisfied(id_, Satisfaction(1, words))
    report = Report("light", words, words, words)
    taken = await office.cases.open(id_, NewCase("c1", words, words, words, report))
    await office.cases.claim(taken.number, "mei")
    await office.cases.note(taken.number, "mei", words)
    await office.cases.resolve(taken.number, "mei", Outcome.SOLVED, words)
    await office.desk.preview(id_, words)
    return id_


def bytes_in(folder: Path) -> dict[str, bytes]:
    """The content of each file."""
    return {file.name: file.read_bytes() for file in folder.iterdir()}


async def test_not_a_byte_of_an_erased_conversation_is_left_in_any_file(tmp_path: Path) -> None:
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        url = sqlite(tmp_path / "a.sqlite3")
        office = open_office(url, LocalBus(), arrangement=Arrangement(deliver_reports=True))
        await hired(office, "mei")
        await lived(office, OTHER)
        id_ = await lived(office, CANARY)
        await lived(office, OTHER)
        assert CANARY.encode() in b"".join(bytes_in(tmp_path).values())
        await office.erasure.erase(id_, "mei")
        files = bytes_in(tmp_path)
        await office.close()
    for name, content in files.items():
        assert CANARY.encode() not in content, name
        assert b"7f3a9c" not in content, name
    assert OTHER.encode() in files["a.sqlite3"]
    assert CANARY not in printed.getvalue()


async def test_no_row_of_any_table_points_to_an_erased_conversation_but_the_audit_log(
    office: Office, database: str
) -> None:
    await hired(office, "mei")
    id_ = await lived(office, CANARY)
    await office.erasure.erase(id_, "mei")
    engine = open_database(database)
    with engine.connect() as connection:
        left = {
            table.name
            for table in metadata.sorted_tables
            for row in connection.execute(select(table))
            if id_ in map(str, row) or CANARY in str(row)
        }
    engine.dispose()
    assert left == {"audit"}
    with pytest.raises(NotFoundError):
        await office.log.find(id_)
    with pytest.raises(NotFoundError):
        await office.erasure.erase(id_)


async def test_whoever_watches_hears_that_it_is_gone(office: Office, bus: LocalBus) -> None:
    id_ = (await office.log.open("zh-TW")).id
    with bus.watch(id_) as watch:
        await office.erasure.erase(id_)
        assert Notice.GONE in await watch.wait(5)


async def test_a_case_that_was_exported_is_not_delivered_after_its_erasure(office: Office) -> None:
    id_ = (await office.log.open("zh-TW")).id
    await office.cases.open(id_, NewCase("c1", "", report=Report("light", "路燈不亮", "公園旁")))
    await office.erasure.erase(id_)
    assert await office.cases.due_deliveries() == []


async def test_old_conversations_are_erased_and_those_that_wait_or_have_an_open_case_are_not(
    office: Office, clock: Clock
) -> None:
    await hired(office, "mei")
    old = (await office.log.open("zh-TW")).id
    waiting = await queued(office)
    undone = (await office.log.open("zh-TW")).id
    await office.cases.open(undone, NewCase("c1", "問", contact="0912345678"))
    done = await lived(office, CANARY)
    await office.queue.close(done, "mei", Outcome.SOLVED)
    clock.advance(days=31)
    young = (await office.log.open("zh-TW")).id
    retention = Retention(timedelta(days=30), timedelta(days=60))
    assert await office.erasure.erase_old(retention) == 1
    clock.advance(days=31)
    assert await office.erasure.erase_old(Retention(timedelta(days=300), timedelta(days=60))) == 1
    assert await office.erasure.erase_old(Retention()) == 0
    kept = {row.id for row in await office.queue.listed(Wanted())}
    assert kept == {waiting, undone, young}
    assert old not in kept


async def test_many_are_erased_while_citizens_go_on_writing(office: Office, clock: Clock) -> None:
    for _ in range(120):
        await office.log.open("zh-TW")
    clock.advance(days=31)
    live = (await office.log.open("zh-TW")).id

    async def write() -> None:
        for number in range(50):
            await office.log.send(live, f"c{number}", "還在寫")

    erased, _ = await asyncio.gather(office.erasure.erase_old(Retention(timedelta(days=30))), write())
    assert erased == 120
    assert len(await office.log.read(live)) == 50


async def test_what_a_long_reader_holds_up_is_overwritten_at_the_next_look(tmp_path: Path) -> None:
    office = open_office(sqlite(tmp_path / "a.sqlite3"), LocalBus())
    id_ = (await office.log.open("zh-TW")).id
    await office.log.send(id_, "c1", CANARY)
    with closing(sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM events").fetchone()
        await office.erasure.erase(id_)
        assert CANARY.encode() in b"".join(bytes_in(tmp_path).values())
    await office.erasure.erase_old(Retention())
    assert CANARY.encode() not in b"".join(bytes_in(tmp_path).values())
    await office.close()
