"""What answers rely on is known from the log alone, once each, and doubted when the page changes."""

import asyncio
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from askcity.database import open_database
from bot.warrants import Current, Doubt, Warrants
from handoff.bus import LocalBus
from handoff.events import Author, Draft, EventKind
from handoff.office import Office, open_office
from handoff.tables import warrants, warrants_read
from tests.handoff.commands import askcity

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


async def _answer(office: Office, citations: Sequence[dict[str, str]]) -> str:
    id_ = (await office.log.open("zh-TW")).id
    await office.log.send(id_, "c1", "多少錢")
    asked = await office.log.next_question(id_)
    assert asked is not None
    details = {"status": "answered", "citations": list(citations)}
    await office.log.reply(asked, [Draft(EventKind.MESSAGE, Author.BOT, "50元。", details)])
    return id_


def answered(folder: Path, *citations: dict[str, str]) -> str:
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
    answered(tmp_path, {"url": FEES})
    engine = open_database(url(tmp_path))
    with pytest.raises(KeyError):
        Warrants(engine).of_page(FEES)
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(warrants)).scalar_one() == 0
        assert connection.execute(select(func.count()).select_from(warrants_read)).scalar_one() == 0


def test_an_erased_conversation_leaves_no_warrant(tmp_path: Path) -> None:
    id_ = answered(tmp_path, cited(FEES, "每張50元"))
    kept = Warrants(open_database(url(tmp_path)))
    assert kept.of_page(FEES)
    erased(tmp_path, id_)
    assert kept.of_page(FEES) == []


def test_the_command_lists_them(tmp_path: Path) -> None:
    id_ = answered(tmp_path, cited(FEES, "每張50元"))
    (told,) = json.loads(askcity(tmp_path, "warrants", "--page", FEES, "--json").stdout)
    assert (told["conversation"], told["quote"], told["doubt"]) == (id_, "每張50元", "gone")
    assert id_ in askcity(tmp_path, "warrants", "--doubted").stdout
    assert askcity(tmp_path, "warrants").returncode == 1
