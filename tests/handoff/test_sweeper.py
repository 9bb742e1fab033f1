"""What time does to the queue."""

import asyncio
from datetime import timedelta

import pytest

from handoff.agents.values import Presence
from handoff.bus import LocalBus
from handoff.office import Office, open_office
from handoff.queue.values import Need, Target
from handoff.states import Reason, State
from handoff.sweeper import Sweeper
from tests.handoff.checker import faults
from tests.handoff.clock import Clock
from tests.handoff.talk import hired, last_words, queued, states

pytestmark = pytest.mark.anyio


@pytest.fixture
def sweeper(office: Office, clock: Clock) -> Sweeper:
    return Sweeper(office.queue, now=clock, passed=clock.passed)


async def test_what_a_vanished_agent_holds_waits_again_first_in_line_within_a_minute(
    office: Office, clock: Clock, sweeper: Sweeper
) -> None:
    await hired(office, "mei", "joe")
    id_ = await queued(office)
    await office.queue.claim(id_, "mei")
    clock.advance(seconds=30)
    later = await queued(office)
    await office.agents.beat("joe")
    await sweeper.sweep()
    assert (await office.log.find(id_)).agent == "mei"
    clock.advance(seconds=25)
    await sweeper.sweep()
    assert (await office.log.find(id_)).state is State.QUEUED
    assert (await states(office, id_))[-1] == ("queued", "agent_vanished")
    assert [ticket.conversation for ticket in await office.queue.waiting()] == [id_, later]


async def test_a_clock_that_leaps_ahead_an_hour_takes_nothing_from_those_who_are_there(
    office: Office, clock: Clock, sweeper: Sweeper
) -> None:
    await hired(office, "mei", "joe")
    kept, lost = await queued(office), await queued(office)
    await office.queue.claim(kept, "mei")
    await office.queue.claim(lost, "joe")
    await sweeper.sweep()
    clock.leap(hours=1)
    await sweeper.sweep()
    assert (await office.log.find(kept)).agent == "mei"
    for _ in range(5):
        clock.advance(seconds=10)
        assert await office.agents.beat("mei")
        await sweeper.sweep()
    assert (await office.log.find(kept)).agent == "mei"
    assert (await office.log.find(lost)).state is State.QUEUED


async def test_an_agent_who_is_heard_of_keeps_what_they_hold(
    office: Office, clock: Clock, sweeper: Sweeper
) -> None:
    await hired(office, "mei")
    id_ = await queued(office)
    await office.queue.claim(id_, "mei")
    await office.agents.set_presence("mei", Presence.AWAY)
    for _ in range(10):
        clock.advance(seconds=15)
        assert await office.agents.beat("mei")
        await sweeper.sweep()
    assert (await office.log.find(id_)).agent == "mei"


async def test_what_a_disabled_agent_holds_waits_again(office: Office, sweeper: Sweeper) -> None:
    await hired(office, "mei")
    id_ = await queued(office)
    await office.queue.claim(id_, "mei")
    await office.agents.disable("mei")
    await sweeper.sweep()
    assert (await office.log.find(id_)).state is State.QUEUED


async def test_who_waits_long_is_told_once_of_other_ways_and_then_goes_back_to_the_bot(
    office: Office, clock: Clock, sweeper: Sweeper
) -> None:
    id_ = await queued(office)
    clock.advance(minutes=4)
    await sweeper.sweep()
    await sweeper.sweep()
    told = [event.details.get("occasion") for event in await office.log.read(id_)]
    assert told == [None, "queued", "still_waiting"]
    clock.advance(minutes=27)
    await sweeper.sweep()
    assert (await states(office, id_))[-1] == ("bot", "timed_out")
    assert (await last_words(office, id_)).details["offers"] == ["leave_message"]


@pytest.mark.parametrize("how", ["transfer", "vanish"])
async def test_who_was_served_for_long_and_waits_again_is_not_sent_back_to_the_bot_at_once(
    office: Office, clock: Clock, sweeper: Sweeper, how: str
) -> None:
    await hired(office, "mei")
    id_ = await queued(office)
    clock.advance(minutes=5)
    await sweeper.sweep()
    await office.queue.claim(id_, "mei")
    clock.advance(minutes=40)
    if how == "transfer":
        await office.queue.transfer(id_, "mei", Target(team="第二組"))
    for _ in range(2):
        await sweeper.sweep()
    assert (await office.log.find(id_)).state is State.QUEUED
    (ticket,) = await office.queue.waiting()
    assert clock() - ticket.waits_since < timedelta(seconds=30)
    clock.advance(minutes=4)
    await sweeper.sweep()
    told = [event.details.get("occasion") for event in await office.log.read(id_)]
    assert told.count("still_waiting") == 2
    clock.advance(minutes=27)
    await sweeper.sweep()
    assert (await states(office, id_))[-1] == ("bot", "timed_out")


async def test_those_who_wait_are_offered_in_turn_to_those_with_room(
    office: Office, sweeper: Sweeper
) -> None:
    await hired(office, "ann", "bob", capacity=2)
    ids = [await queued(office) for _ in range(5)]
    await sweeper.sweep()
    offered = {ticket.conversation: ticket.offered_to for ticket in await office.queue.waiting()}
    assert [offered[id_] for id_ in ids] == ["ann", "bob", "ann", "bob", None]


async def test_an_offer_that_is_not_taken_goes_to_the_next(
    office: Office, clock: Clock, sweeper: Sweeper
) -> None:
    await hired(office, "ann", "bob")
    await queued(office)
    seen = []
    for _ in range(3):
        await sweeper.sweep()
        seen += [ticket.offered_to for ticket in await office.queue.waiting()]
        clock.advance(seconds=31)
        await office.agents.beat("ann")
        await office.agents.beat("bob")
    assert seen == ["ann", "bob", "ann"]


async def test_an_offer_is_no_lock(office: Office, sweeper: Sweeper) -> None:
    await hired(office, "ann", "bob")
    id_ = await queued(office)
    await sweeper.sweep()
    await office.queue.claim(id_, "bob")
    assert (await office.log.find(id_)).agent == "bob"


async def test_agency_and_language_count_as_long_as_somebody_has_them(
    office: Office, clock: Clock, sweeper: Sweeper
) -> None:
    await hired(office, "ann")
    await hired(office, "bob", agencies=("社會局",), languages=("zh-TW", "en"))
    english = await queued(office, Need(Reason.ASKED_FOR_HUMAN, language="en"))
    social = await queued(office, Need(Reason.ASKED_FOR_HUMAN, agency="社會局"))
    tax = await queued(office, Need(Reason.ASKED_FOR_HUMAN, agency="稅務局"))
    thai = await queued(office, Need(Reason.ASKED_FOR_HUMAN, language="th"))
    await sweeper.sweep()
    offered = {ticket.conversation: ticket.offered_to for ticket in await office.queue.waiting()}
    assert offered[english] == "bob"
    assert offered[tax] == "ann"
    assert None not in (offered[social], offered[thai])


async def test_nobody_who_is_away_is_offered_anything(office: Office, sweeper: Sweeper) -> None:
    await hired(office, "ann")
    await office.agents.set_presence("ann", Presence.AWAY)
    await queued(office)
    await sweeper.sweep()
    assert [ticket.offered_to for ticket in await office.queue.waiting()] == [None]


async def test_several_processes_sweep_the_same_queue_without_doing_anything_twice(
    office: Office, database: str, clock: Clock
) -> None:
    others = [open_office(database, LocalBus(), clock) for _ in range(3)]
    sweepers = [Sweeper(one.queue, now=clock, passed=clock.passed) for one in (office, *others)]
    await hired(office, "ann")
    held, waiting = await queued(office), await queued(office)
    await office.queue.claim(held, "ann")
    clock.advance(minutes=4)
    await asyncio.gather(*(sweeper.sweep() for sweeper in sweepers))
    told = [event.details.get("occasion") for event in await office.log.read(waiting)]
    assert told.count("still_waiting") == 1
    assert [why for _, why in await states(office, held)].count("agent_vanished") == 1
    assert faults(database) == []
    for other in others:
        await other.close()
