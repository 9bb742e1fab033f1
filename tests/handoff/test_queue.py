"""The queue to a person, on every database."""

import asyncio
from collections import Counter

import pytest

from askcity.errors import ConflictError, ForbiddenError, TransitionError
from handoff.agents.values import Presence, Role
from handoff.desk.values import Satisfaction
from handoff.events import Author
from handoff.office import Office
from handoff.queue.lists import Wanted
from handoff.queue.values import Need, Outcome, Place, Target
from handoff.states import Reason, State
from tests.handoff.clock import Clock
from tests.handoff.talk import ASKED, hired, last_words, queued, said, states

pytestmark = pytest.mark.anyio

URGENT = Need(Reason.SENSITIVE_TOPIC, urgent=True)


async def test_the_way_there_and_back_is_told_in_the_log(office: Office) -> None:
    await hired(office, "mei")
    id_ = await queued(office)
    await office.queue.claim(id_, "mei")
    await office.queue.hand_back(id_, "mei")
    await office.queue.join(id_, ASKED)
    await office.queue.claim(id_, "mei")
    await office.queue.close(id_, "mei", Outcome.SOLVED)
    assert await states(office, id_) == [
        ("queued", "asked_for_human"),
        ("human", "claimed"),
        ("bot", "returned"),
        ("queued", "asked_for_human"),
        ("human", "claimed"),
        ("closed", "closed_by_agent"),
    ]
    assert (await office.log.find(id_)).version == 7


async def test_one_who_waits_is_told_why_where_and_what_else_can_be_done(office: Office) -> None:
    await queued(office)
    id_ = await queued(office, Need(Reason.LOW_CONFIDENCE))
    told = await last_words(office, id_)
    assert told.author is Author.SYSTEM
    assert "沒有把握" in told.text
    assert "前面還有 1 位" in told.text
    assert told.details["offers"] == ["cancel", "leave_message"]


async def test_joining_again_changes_nothing(office: Office) -> None:
    id_ = await queued(office)
    before = await office.log.read(id_)
    await office.queue.join(id_, URGENT)
    assert await office.log.read(id_) == before
    assert len(await office.queue.waiting()) == 1


async def test_urgent_ones_come_first_then_who_came_first(office: Office) -> None:
    first, second = await queued(office), await queued(office)
    urgent = await queued(office, URGENT)
    assert [ticket.conversation for ticket in await office.queue.waiting()] == [urgent, first, second]
    assert await office.queue.places() == {
        urgent: Place(1, None),
        first: Place(2, None),
        second: Place(3, None),
    }


async def test_the_wait_is_estimated_from_what_was_seen(office: Office, clock: Clock) -> None:
    await hired(office, "mei")
    for _ in range(3):
        await office.queue.claim(await queued(office), "mei")
        clock.advance(seconds=120)
    id_ = await queued(office)
    wait = (await office.queue.places())[id_].wait_seconds
    assert wait is not None
    assert 115 <= wait <= 125


async def test_one_of_fifty_claims_at_once_succeeds(office: Office) -> None:
    names = [f"agent{number}" for number in range(50)]
    await hired(office, *names)
    for _ in range(4):
        id_ = await queued(office)
        claims = (office.queue.claim(id_, name) for name in names)
        outcomes = await asyncio.gather(*claims, return_exceptions=True)
        kinds = Counter(type(outcome) for outcome in outcomes)
        assert kinds == {int: 1, ConflictError: 49}
        winner = names[[isinstance(outcome, int) for outcome in outcomes].index(True)]
        assert (await office.log.find(id_)).agent == winner
        assert await states(office, id_) == [("queued", "asked_for_human"), ("human", "claimed")]


async def test_a_claim_and_a_cancellation_at_once_leave_one_of_them(office: Office) -> None:
    await hired(office, "mei")
    for _ in range(10):
        id_ = await queued(office)
        outcomes = await asyncio.gather(
            office.queue.claim(id_, "mei"), office.queue.cancel(id_), return_exceptions=True
        )
        assert sum(isinstance(outcome, int) for outcome in outcomes) == 1
        assert (await states(office, id_))[1] in [("human", "claimed"), ("bot", "cancelled")]


async def test_the_bot_never_speaks_over_a_human(office: Office) -> None:
    await hired(office, "mei")
    id_ = (await office.log.open("zh-TW")).id
    await office.log.send(id_, "c1", "問")
    asked = await office.log.next_question(id_)
    assert asked is not None
    await office.queue.take_over(id_, "mei")
    assert await office.log.reply(asked, said("太晚了")) is None
    await office.queue.hand_back(id_, "mei")
    assert await office.log.reply(asked, said("還是太晚了")) is None
    assert Author.BOT not in [event.author for event in await office.log.read(id_)]


async def test_a_claim_and_an_answer_at_once_never_leave_the_answer_behind_the_claim(office: Office) -> None:
    await hired(office, "mei")
    for _ in range(20):
        id_ = (await office.log.open("zh-TW")).id
        await office.log.send(id_, "c1", "問")
        asked = await office.log.next_question(id_)
        assert asked is not None
        await asyncio.gather(office.log.reply(asked, said("答")), office.queue.take_over(id_, "mei"))
        authors = [event.author for event in await office.log.read(id_)]
        assert Author.BOT not in authors[2:]


async def test_a_message_to_a_human_is_no_question_for_the_bot(office: Office) -> None:
    id_ = await queued(office)
    await office.log.send(id_, "c1", "有人嗎？")
    assert await office.log.next_question(id_) is None


async def test_a_live_conversation_with_the_bot_can_be_taken_over_at_once(office: Office) -> None:
    await hired(office, "mei", "joe")
    id_ = (await office.log.open("zh-TW")).id
    await office.log.send(id_, "c1", "問")
    await office.queue.take_over(id_, "mei")
    assert await states(office, id_) == [("human", "taken_over")]
    assert await office.log.next_question(id_) is None
    with pytest.raises(ConflictError, match="mei"):
        await office.queue.take_over(id_, "joe")


async def test_only_the_owner_or_a_supervisor_acts_in_a_conversation(office: Office) -> None:
    await hired(office, "mei", "joe")
    await hired(office, "boss", role=Role.SUPERVISOR)
    await hired(office, "eve")
    id_ = await queued(office)
    await office.queue.claim(id_, "mei")
    for attempt in (
        office.queue.hand_back(id_, "joe"),
        office.queue.close(id_, "joe", Outcome.OTHER),
        office.queue.transfer(id_, "joe", Target(agent="eve")),
    ):
        with pytest.raises(ForbiddenError):
            await attempt
    await office.queue.take_over(id_, "boss")
    assert (await office.log.find(id_)).agent == "boss"
    await office.queue.transfer(id_, "boss", Target(agent="joe"))
    assert (await states(office, id_))[-2:] == [("human", "taken_over"), ("human", "reassigned")]


async def test_an_auditor_and_a_disabled_account_take_nothing(office: Office) -> None:
    await hired(office, "gone")
    await office.agents.disable("gone")
    id_ = await queued(office)
    with pytest.raises(ForbiddenError):
        await office.queue.claim(id_, "gone")
    with pytest.raises(ForbiddenError):
        await hired(office, "eyes", role=Role.AUDITOR)
    assert (await office.log.find(id_)).state is State.QUEUED


async def test_a_transfer_to_a_team_waits_in_its_old_place(office: Office) -> None:
    await hired(office, "mei")
    early = await queued(office)
    await office.queue.claim(early, "mei")
    late = await queued(office)
    await office.queue.transfer(early, "mei", Target(agency="社會局"), "要問補助資格")
    waiting = await office.queue.waiting()
    assert [ticket.conversation for ticket in waiting] == [early, late]
    assert waiting[0].agency == "社會局"
    assert "社會局" in (await last_words(office, early)).text


async def test_nobody_is_transferred_to_an_agent_who_is_not_there(office: Office, clock: Clock) -> None:
    await hired(office, "mei", "joe")
    id_ = await queued(office)
    await office.queue.claim(id_, "mei")
    await office.agents.set_presence("joe", Presence.OFFLINE)
    with pytest.raises(ConflictError, match="joe"):
        await office.queue.transfer(id_, "mei", Target(agent="joe"))
    assert (await office.log.find(id_)).agent == "mei"


async def test_a_forbidden_move_changes_nothing(office: Office) -> None:
    await hired(office, "mei")
    id_ = (await office.log.open("zh-TW")).id
    for attempt in (office.queue.cancel(id_), office.queue.hand_back(id_, "mei")):
        with pytest.raises(TransitionError):
            await attempt
    assert await office.log.read(id_) == []


async def test_a_closed_conversation_takes_nothing_more(office: Office) -> None:
    await hired(office, "mei")
    id_ = (await office.log.open("zh-TW")).id
    await office.queue.close_by_citizen(id_)
    await office.queue.close_by_citizen(id_)
    for attempt in (
        office.log.send(id_, "c1", "還在嗎？"),
        office.queue.join(id_, ASKED),
        office.queue.take_over(id_, "mei"),
    ):
        with pytest.raises(TransitionError):
            await attempt
    assert await states(office, id_) == [("closed", "closed_by_citizen")]


async def test_lists_show_what_was_said_last_and_are_searched_by_words(office: Office) -> None:
    await hired(office, "mei")
    id_ = (await office.log.open("zh-TW")).id
    await office.log.send(id_, "c1", "路燈 100% 不亮")
    other = await queued(office)
    await office.queue.claim(other, "mei")
    live = await office.queue.listed(Wanted(frozenset({State.BOT})))
    assert [(row.id, row.last_text) for row in live] == [(id_, "路燈 100% 不亮")]
    assert [row.id for row in await office.queue.listed(Wanted(agent="mei"))] == [other]
    assert [row.id for row in await office.queue.listed(Wanted(words="100% 不"))] == [id_]
    assert await office.queue.listed(Wanted(words="100%%")) == []


async def test_figures_tell_what_became_of_the_handoffs(office: Office, clock: Clock) -> None:
    await hired(office, "mei")
    begun = clock()
    ids = [await queued(office) for _ in range(4)]
    clock.advance(seconds=60)
    await office.queue.claim(ids[0], "mei")
    await office.queue.close(ids[0], "mei", Outcome.SOLVED)
    await office.desk.satisfied(ids[0], Satisfaction(4))
    await office.queue.cancel(ids[1])
    await office.queue.time_out(ids[2])
    told = await office.queue.figures(begun)
    assert (told.begun, told.claimed, told.ratings, told.mean_rating) == (4, 1, 1, 4.0)
    assert told.ended == {"closed_by_agent": 1, "cancelled": 1, "timed_out": 1}
    assert told.outcomes == {"solved": 1}
    assert told.median_wait is not None
    assert 60 <= told.median_wait < 65
    assert (await office.queue.figures(clock())).median_wait is None
