"""A full disk, a locked database, a clock that goes back: nothing acknowledged is lost, nothing comes in disorder."""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event

from askcity.database import BUSY_TIMEOUT_MS
from handoff.office import Office
from handoff.states import State
from tests.handoff.clock import Clock
from tests.handoff.talk import hired, queued
from tests.web.citizen import Citizen
from tests.web.stub import StubAnswerer, application, running


class Disk:
    """The space of a database, which can run out."""

    def __init__(self, engine: Engine) -> None:
        self.full = False
        event.listen(engine, "begin", self._begun)

    def _begun(self, connection: Connection) -> None:
        used = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        limit = used if self.full else 1 << 30
        connection.exec_driver_sql(f"PRAGMA max_page_count = {limit}")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Citizen, Disk]]:
    app = application(tmp_path, StubAnswerer())
    disk = Disk(app.state.parts.office.storage.engine)
    with running(app) as url, Citizen(url) as citizen:
        yield citizen, disk


def test_a_full_disk_acknowledges_nothing_that_it_did_not_keep_and_goes_on_once_there_is_room(
    served: tuple[Citizen, Disk],
) -> None:
    citizen, disk = served
    assert citizen.send("寫得下的", "1").status_code == 202
    citizen.hear(2)
    disk.full = True
    refused = [citizen.send("寫不下的" * 400, f"full-{number}") for number in range(6)]
    assert {answer.status_code for answer in refused[-3:]} == {503}
    assert refused[-1].headers["content-type"] == "application/problem+json"
    disk.full = False
    kept = [1, *(answer.json()["seq"] for answer in refused if answer.status_code == 202)]
    again = citizen.send("又寫得下了", "2")
    assert again.status_code == 202
    heard = citizen.hear(2 * len(kept) + 2)
    assert [one.id for one in heard] == list(range(1, len(heard) + 1))
    assert {one.id for one in heard if one.data["author"] == "citizen"} == {*kept, again.json()["seq"]}


def test_a_database_that_is_locked_delays_what_is_written_and_loses_none_of_it(
    served: tuple[Citizen, Disk], tmp_path: Path
) -> None:
    assert BUSY_TIMEOUT_MS >= 2 * 10_000
    citizen, _disk = served
    sent = []
    with sqlite3.connect(tmp_path / "askcity.sqlite3", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        sending = threading.Thread(target=lambda: sent.append(citizen.send("等得到的")))
        sending.start()
        sending.join(1)
        assert sending.is_alive()
        other.execute("ROLLBACK")
        sending.join(10)
    assert [answer.status_code for answer in sent] == [202]
    assert [one.data["author"] for one in citizen.hear(2)] == ["citizen", "bot"]


@pytest.mark.anyio
async def test_a_clock_that_goes_back_an_hour_changes_no_order_and_takes_nobody_away(
    office: Office, clock: Clock
) -> None:
    await hired(office, "lin")
    served, waiting = await queued(office), await queued(office)
    await office.queue.claim(served, "lin")
    clock.advance(hours=-1)
    first = (await office.log.send(served, "1", "時鐘往回走之後說的")).seq
    second = (await office.log.send(served, "2", "再說一句")).seq
    assert second == first + 1
    assert [one.seq for one in await office.log.read(served)] == list(range(1, second + 1))
    await office.agents.beat("lin")
    assert await office.queue.requeue_abandoned() == 0
    assert [ticket.conversation for ticket in await office.queue.waiting()] == [waiting]
    later = await queued(office)
    await office.queue.claim(waiting, "lin")
    await office.queue.claim(later, "lin")
    assert {(await office.log.find(id_)).state for id_ in (served, waiting, later)} == {State.HUMAN}
