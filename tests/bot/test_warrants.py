"""What answers rely on is known from the log alone, once each, and doubted when the page changes."""

import asyncio
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select, update

from askcity.commands.warrants import doubts
from askcity.commands.warrants import warrants as command
from askcity.database import open_database
from askcity.errors import ConfigurationError
from bot.warrants import Current, Doubt, Warrants
from crawler.tables import pages
from handoff.bus import LocalBus
from handoff.events import Author, Draft, EventKind
from handoff.office import Office, open_office
from handoff.tables import warrants
from tests.handoff.commands import askcity
from tests.index.town import Town, page

FEES, HOURS = "http://civil.demo.localhost/fees", "http://civil.demo.localhost/hours"


def cited(url: str, quote: str, digest: str = "old") -> dict[str, str]:
    return {
        "url": url,
        "title": "t",
        "site": "civil",
        "agency": "民政局",
        "quote": quote,
        "page_digest": digest,
        "fetched_at": "2026-11-01T00:00:00+00:00",
    }


def url(folder: Path) -> str:
    return f"sqlite:///{folder / 'askcity.sqlite3'}"


async def _answer(office: Office, citations: Sequence[Any]) -> str:
    id_ = (await office.log.open("zh-TW")).id
    await office.log.send(id_, "c1", "多少錢")
    asked = await office.log.next_question(id_)
    assert asked is not None
    details = {"status": "answered", "citations": list(citations)}
    await office.log.reply(asked, [Draft(EventKind.MESSAGE, Author.BOT, "50元。", details)])
    return id_


def answered(folder: Path, *citations: Any) -> str:
    async def work() -> str:
        office = open_office(url(folder), LocalBus())
        try:
            return await _answer(office, citations)
        finally:
            await office.close()

    return asyncio.run(work())


def erased(folder: Path, conversation: str) -> None:
    async def work() -> None:
        office = open_office(url(folder), LocalBus())
        await office.erasure.erase(conversation)
        await office.close()

    asyncio.run(work())


def test_the_answers_that_relied_on_a_page_are_found(tmp_path: Path) -> None:
    first = answered(tmp_path, cited(FEES, "每張50元"), cited(HOURS, "九點到五點"))
    kept = Warrants(open_database(url(tmp_path)))
    (one,) = kept.of_page(FEES)
    assert (one.conversation, one.quote, one.page_digest) == (first, "每張50元", "old")
    assert one.link.startswith(f"{FEES}#:~:text=")
    second = answered(tmp_path, cited(FEES, "每張50元"))
    assert [each.conversation for each in kept.of_page(FEES)] == [first, second]


def test_an_answer_is_doubted_once_its_page_has_lost_the_quote_or_is_gone(tmp_path: Path) -> None:
    answered(
        tmp_path, cited(FEES, "每張50元"), cited(HOURS, "九點到五點"), cited("http://x.localhost/", "在")
    )
    pages = {FEES: Current("new", "每張60元"), HOURS: Current("new", "改版：九點到五點")}
    found = Warrants(open_database(url(tmp_path))).doubted(pages.get)
    assert {one.url: doubt for one, doubt in found.items()} == {
        FEES: Doubt.CHANGED,
        "http://x.localhost/": Doubt.GONE,
    }


def test_readers_at_the_same_time_take_in_each_citation_once(tmp_path: Path) -> None:
    for _ in range(5):
        answered(tmp_path, cited(FEES, "每張50元"))
    engine = open_database(url(tmp_path))
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _: len(Warrants(engine).of_page(FEES)), range(8)))
    assert counts == [5] * 8


def test_a_reader_that_dies_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    answered(tmp_path, cited(FEES, "每張50元"))
    engine = open_database(url(tmp_path))

    def die(_: object, __: object, statement: str, *more: object) -> None:
        if statement.startswith("INSERT INTO warrants_read"):
            raise InterruptedError

    event.listen(engine, "before_cursor_execute", die)
    with pytest.raises(InterruptedError):
        Warrants(engine).of_page(FEES)
    event.remove(engine, "before_cursor_execute", die)
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(warrants)).scalar_one() == 0
    assert len(Warrants(engine).of_page(FEES)) == 1


def test_a_citation_that_tells_no_quote_hides_no_other(tmp_path: Path) -> None:
    broken: list[Any] = [{"url": FEES}, cited(FEES, ""), "?", None, {**cited(FEES, "x"), "fetched_at": 5}]
    answered(tmp_path, *broken, cited(FEES, "每張50元"))
    (told,) = Warrants(open_database(url(tmp_path))).of_page(FEES)
    assert told.quote == "每張50元"


def test_a_page_that_repeats_another_puts_nothing_in_doubt(tmp_path: Path) -> None:
    town = Town(tmp_path)
    first, second = page("a", "規費", "每張50元"), page("a?b=1", "規費", "每張50元")
    town.write(first, second)
    engine = open_database(url(tmp_path))
    with engine.begin() as connection:
        repeated = update(pages).where(pages.c.url == second.url).values(duplicate_of=first.url)
        connection.execute(repeated)
    answered(tmp_path, cited(second.url, "每張50元"), cited(second.url, "每張90元"))
    assert {one.quote: doubt for one, doubt in doubts(engine).items()} == {"每張90元": Doubt.CHANGED}
    town.close()


def test_an_erased_conversation_leaves_no_warrant(tmp_path: Path) -> None:
    id_ = answered(tmp_path, cited(FEES, "每張50元"))
    kept = Warrants(open_database(url(tmp_path)))
    assert kept.of_page(FEES)
    erased(tmp_path, id_)
    assert kept.of_page(FEES) == []


def test_the_command_lists_them(tmp_path: Path) -> None:
    id_ = answered(tmp_path, cited(FEES, "每張50元"), {"url": FEES})
    (told,) = json.loads(askcity(tmp_path, "warrants", "--page", FEES, "--json").stdout)
    assert (told["conversation"], told["quote"], told["doubt"]) == (id_, "每張50元", "gone")
    (line,) = askcity(tmp_path, "warrants", "--doubted").stdout.splitlines()
    assert line.split("\t")[1:4] == [f"{id_}/2", "gone", f"{FEES}#:~:text=%E6%AF%8F%E5%BC%B550%E5%85%83"]
    with pytest.raises(ConfigurationError, match="--page URL, --doubted, or both"):
        command(None, False, False)
