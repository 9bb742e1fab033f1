"""Races, judged by the checker; the slow runs do the same more often (`make slow`)."""

import pytest
from sqlalchemy import text

from askcity.database import open_database
from handoff.desk.values import Saying
from handoff.office import Office
from tests.handoff import dying
from tests.handoff.checker import faults, lost
from tests.handoff.races import Claims, busy_day, claim_race, speaking_race
from tests.handoff.talk import hired, queued

pytestmark = pytest.mark.anyio


async def test_of_fifty_claims_at_once_one_wins_every_time(office: Office, database: str) -> None:
    assert await claim_race(office, rounds=5, agents=50) == Claims(won=5, refused=245)
    assert faults(database) == []


async def test_after_a_claim_the_bot_never_speaks_however_slowly_it_composes(
    office: Office, database: str
) -> None:
    answered = await speaking_race(office, rounds=30)
    assert 0 < answered < 30
    assert faults(database) == []


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_all_do_at_once_the_log_stays_in_order(
    office: Office, database: str, seed: int
) -> None:
    await busy_day(office, seed)
    assert faults(database) == []


def test_a_kill_in_the_middle_of_handoffs_loses_nothing_that_was_acknowledged(database: str) -> None:
    told = dying.run(database, kills=3, acts_before_a_kill=60)
    assert len(told) >= 180
    assert lost(database, ((one.conversation, one.seq) for one in told)) == []
    assert faults(database) == []


SPOILED = {
    "the bot spoke in state human": "UPDATE events SET author = 'bot', details = '{\"answers\": 3}' WHERE seq = 6",
    "seq 9 stands at place 6": "UPDATE events SET seq = 9 WHERE seq = 6",
    "the row says bot": "UPDATE conversations SET state = 'bot'",
    "version 7": "UPDATE conversations SET version = 7",
    "the row says agent joe": "UPDATE conversations SET agent = 'joe'",
    "tickets []": "DELETE FROM tickets",
    "queued became queued": 'UPDATE events SET details = \'{"state": "queued", "reason": "x"}\' WHERE seq = 4',
}


@pytest.mark.parametrize("fault", SPOILED)
async def test_the_checker_would_notice(office: Office, database: str, fault: str) -> None:
    await hired(office, "mei")
    id_ = await queued(office)
    await office.log.send(id_, "c1", "在嗎")
    await office.queue.claim(id_, "mei")
    await office.desk.say(id_, "mei", Saying("a1", "在"))
    assert faults(database) == []
    engine = open_database(database)
    with engine.begin() as connection:
        connection.execute(text(SPOILED[fault].replace(":", "\\:")))
    engine.dispose()
    assert any(fault.split(" ", maxsplit=1)[0] in line for line in faults(database))
