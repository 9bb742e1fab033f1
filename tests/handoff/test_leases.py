"""Several processes that answer from one database server."""

import pytest

from handoff.bus import LocalBus
from handoff.office import Office, open_office
from tests.handoff.clock import Clock
from tests.handoff.talk import said

pytestmark = [pytest.mark.anyio, pytest.mark.postgres]


@pytest.fixture
def database(postgres: str) -> str:
    return postgres


async def test_one_process_at_a_time_answers_a_question(office: Office, database: str, clock: Clock) -> None:
    other = open_office(database, LocalBus(), clock)
    id_ = (await office.log.open("zh-TW")).id
    await office.log.send(id_, "c1", "問")
    asked = await office.log.next_question(id_)
    assert asked is not None
    assert await other.log.next_question(id_) is None
    assert await other.log.waiting(clock(), 10) == []
    assert await office.log.next_question(id_) == asked
    await office.log.reply(asked, said("答"))
    await other.close()


async def test_a_dead_process_loses_its_questions_after_fifteen_seconds_and_a_slow_one_keeps_them(
    office: Office, database: str, clock: Clock
) -> None:
    other = open_office(database, LocalBus(), clock)
    id_ = (await office.log.open("zh-TW")).id
    await office.log.send(id_, "c1", "問")
    slow = await office.log.next_question(id_)
    for _ in range(3):
        clock.advance(seconds=10)
        await office.log.renew_leases()
        assert await other.log.next_question(id_) is None
    clock.advance(seconds=16)
    assert [one.conversation for one in await other.log.waiting(clock(), 10)] == [id_]
    taken = await other.log.next_question(id_)
    assert taken is not None
    assert slow is not None
    assert await other.log.reply(taken, said("答")) == 2
    assert await office.log.reply(slow, said("太晚")) is None
    await other.close()
