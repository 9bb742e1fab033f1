"""What agents do in a conversation beside taking it, on every database."""

import asyncio

import pytest

from askcity.errors import ConflictError, ForbiddenError, TransitionError
from handoff.agents.values import Role
from handoff.bus import LocalBus, Notice
from handoff.desk.values import Canned, Marks, Satisfaction, Saying, Side
from handoff.events import Author
from handoff.office import Office
from tests.handoff.clock import Clock
from tests.handoff.talk import hired, queued

pytestmark = pytest.mark.anyio


async def served(office: Office, agent: str = "mei") -> str:
    """A conversation that an agent has."""
    id_ = await queued(office)
    await office.queue.claim(id_, agent)
    return id_


async def test_what_an_agent_says_stands_in_the_log_once_under_their_name(office: Office) -> None:
    await hired(office, "mei")
    id_ = await served(office)
    saying = Saying("c1", "您好，我來幫您查。", ({"url": "https://www.demo.localhost/"},))
    receipts = await asyncio.gather(*(office.desk.say(id_, "mei", saying) for _ in range(5)))
    assert len({receipt.seq for receipt in receipts}) == 1
    event = (await office.log.read(id_))[-1]
    assert (event.author, event.text, event.details["agent_name"]) == (Author.AGENT, saying.text, "Mei")
    assert event.details["citations"] == [{"url": "https://www.demo.localhost/"}]
    with pytest.raises(ConflictError):
        await office.desk.say(id_, "mei", Saying("c1", "別的"))


async def test_a_citizen_and_an_agent_may_use_the_same_client_id(office: Office) -> None:
    await hired(office, "mei")
    id_ = await served(office)
    await office.log.send(id_, "c1", "在嗎")
    await office.desk.say(id_, "mei", Saying("c1", "在"))
    assert [event.text for event in await office.log.read(id_)][-2:] == ["在嗎", "在"]


async def test_only_who_has_the_word_speaks(office: Office) -> None:
    await hired(office, "mei", "joe")
    await hired(office, "boss", role=Role.SUPERVISOR)
    id_ = await served(office)
    for name in ("joe", "boss"):
        with pytest.raises(ForbiddenError, match="mei"):
            await office.desk.say(id_, name, Saying("c1", "我也要說"))
    await office.queue.hand_back(id_, "mei")
    with pytest.raises(TransitionError):
        await office.desk.say(id_, "mei", Saying("c2", "太晚了"))


async def test_notes_and_tags_never_reach_the_log(office: Office, bus: LocalBus) -> None:
    await hired(office, "mei")
    id_ = await served(office)
    before = await office.log.read(id_)
    with bus.watch(id_) as watch:
        first = await office.desk.note(id_, "mei", "先查福利資格")
        assert await watch.wait(5) == {Notice.NOTES}
    await office.desk.note(id_, "mei", "語氣放軟", addressee="mei")
    await office.desk.tag(id_, "mei", ["福利", "急", "福利"])
    assert await office.log.read(id_) == before
    assert [(note.text, note.addressee) for note in await office.desk.notes(id_)] == [
        ("先查福利資格", None),
        ("語氣放軟", "mei"),
    ]
    assert [note.text for note in await office.desk.notes(id_, after=first)] == ["語氣放軟"]
    assert await office.desk.tags(id_) == ("急", "福利")


async def test_reading_marks_only_go_forward_and_never_past_the_log(office: Office) -> None:
    await hired(office, "mei")
    id_ = await served(office)
    for seq in (2, 1, 99):
        await office.desk.read(id_, Side.CITIZEN, seq)
    last = (await office.log.find(id_)).last_seq
    assert await office.desk.marks(id_) == Marks(citizen=last)


async def test_what_a_citizen_types_is_shown_to_a_person_only_and_not_for_long(
    office: Office, clock: Clock
) -> None:
    await hired(office, "mei")
    id_ = (await office.log.open("zh-TW")).id
    await office.desk.preview(id_, "還沒打完")
    assert await office.desk.previewed(id_) == ""
    await office.queue.take_over(id_, "mei")
    await office.desk.preview(id_, "還沒打完")
    assert await office.desk.previewed(id_) == "還沒打完"
    clock.advance(seconds=16)
    assert await office.desk.previewed(id_) == ""
    await office.desk.preview(id_, "快好了")
    await office.log.send(id_, "c1", "好了")
    assert await office.desk.previewed(id_) == ""


async def test_canned_replies_are_everybodys_or_ones_own(office: Office) -> None:
    await hired(office, "mei", "joe")
    await hired(office, "boss", role=Role.SUPERVISOR)
    shared = await office.desk.save_canned("boss", Canned(0, "hi", "問候", "您好，我是{agent}。", None))
    own = await office.desk.save_canned("mei", Canned(0, "hi", "我的問候", "哈囉", "mei"))
    assert [reply.id for reply in await office.desk.canned("mei")] == [shared, own]
    assert [reply.id for reply in await office.desk.canned("joe")] == [shared]
    with pytest.raises(ForbiddenError):
        await office.desk.save_canned("joe", Canned(0, "x", "x", "x", None))
    with pytest.raises(ForbiddenError):
        await office.desk.save_canned("joe", Canned(own, "hi", "偷改", "嘿", "joe"))
    with pytest.raises(ConflictError):
        await office.desk.save_canned("boss", Canned(0, "hi", "又一個", "嗨", None))
    await office.desk.save_canned("mei", Canned(own, "hey", "我的問候", "嘿", "mei"))
    await office.desk.delete_canned("mei", own)
    assert [reply.id for reply in await office.desk.canned("mei")] == [shared]


async def test_the_last_word_on_the_service_counts(office: Office) -> None:
    id_ = (await office.log.open("zh-TW")).id
    await office.desk.satisfied(id_, Satisfaction(2))
    await office.desk.satisfied(id_, Satisfaction(5, "很親切"))
    assert await office.desk.satisfaction(id_) == Satisfaction(5, "很親切")
