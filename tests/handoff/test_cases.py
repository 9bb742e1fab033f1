"""Cases, on every database."""

import asyncio
import csv
import io
from datetime import timedelta

import pytest

from askcity.errors import ConflictError, ForbiddenError, NotFoundError
from handoff.cases.document import as_csv, document
from handoff.cases.kinds import kind_of, report_kinds
from handoff.cases.numbers import check_of, new_number, tidy
from handoff.cases.values import CaseState, NewCase, Report, Taken
from handoff.office import Office
from handoff.queue.values import Outcome
from handoff.service import utc_now
from handoff.states import State
from tests.handoff.clock import Clock
from tests.handoff.talk import hired, last_words, queued, states

pytestmark = pytest.mark.anyio

MESSAGE = NewCase("c1", "想問長照補助", "王小明", "02-2345-6789")
HOLE = Report("road", "路上有坑洞", "中正路 12 號前", "昨天", danger=True)


async def left(office: Office, new: NewCase = MESSAGE) -> tuple[str, Taken]:
    """A conversation with a case."""
    id_ = (await office.log.open("zh-TW")).id
    return id_, await office.cases.open(id_, new)


async def test_a_message_becomes_a_case_and_the_citizen_is_told_its_number_and_no_contact(
    office: Office,
) -> None:
    id_, taken = await left(office)
    case = await office.cases.find(taken.number)
    assert (case.text, case.name, case.contact) == (MESSAGE.text, MESSAGE.name, MESSAGE.contact)
    assert case.state is CaseState.OPEN
    events = await office.log.read(id_)
    assert taken.number in events[-1].text
    assert not any("6789" in event.text or "王小明" in event.text for event in events)
    assert "6789" not in repr(case) + repr(MESSAGE) + repr(taken)


async def test_the_same_case_sent_again_is_one_case(office: Office) -> None:
    id_ = (await office.log.open("zh-TW")).id
    taken = await asyncio.gather(*(office.cases.open(id_, MESSAGE) for _ in range(5)))
    assert len({one.number for one in taken}) == 1
    assert len(await office.log.read(id_)) == 1


async def test_who_waits_and_leaves_a_message_goes_back_to_the_bot(office: Office) -> None:
    id_ = await queued(office)
    await office.cases.open(id_, MESSAGE)
    assert (await states(office, id_))[-1] == ("bot", "left_message")
    assert (await office.log.find(id_)).state is State.BOT
    assert await office.queue.waiting() == []


async def test_a_case_is_found_by_number_and_check_however_the_number_is_typed(office: Office) -> None:
    _, taken = await left(office)
    for number in (taken.number, taken.number.lower().replace("-", ""), taken.number.replace("-", " ")):
        assert (await office.cases.look_up(number, "6789")).number == taken.number
    for number, check in [(taken.number, "1234"), (taken.number, ""), ("C-0101-AAAA", "6789"), ("", "6789")]:
        with pytest.raises(NotFoundError):
            await office.cases.look_up(number, check)


async def test_guessing_checks_ends_after_ten_wrong_ones_for_an_hour(office: Office, clock: Clock) -> None:
    _, taken = await left(office)
    for number in range(10):
        with pytest.raises(NotFoundError):
            await office.cases.look_up(taken.number, f"{number:04}")
    with pytest.raises(NotFoundError):
        await office.cases.look_up(taken.number, "6789")
    clock.advance(minutes=61)
    assert (await office.cases.look_up(taken.number, "6789")).state is CaseState.OPEN


async def test_one_conversation_cannot_flood_the_agents(office: Office) -> None:
    id_ = (await office.log.open("zh-TW")).id
    for number in range(5):
        await office.cases.open(id_, NewCase(f"c{number}", "問", contact="0912345678"))
    with pytest.raises(ConflictError, match="5"):
        await office.cases.open(id_, NewCase("c9", "問", contact="0912345678"))


async def test_one_of_ten_agents_gets_a_case(office: Office) -> None:
    names = [f"agent{number}" for number in range(10)]
    await hired(office, *names)
    _, taken = await left(office)
    claims = (office.cases.claim(taken.number, name) for name in names)
    outcomes = await asyncio.gather(*claims, return_exceptions=True)
    assert sum(outcome is None for outcome in outcomes) == 1
    assert sum(isinstance(outcome, ConflictError) for outcome in outcomes) == 9


async def test_a_case_is_worked_off_and_its_citizen_hears_the_answer(office: Office) -> None:
    await hired(office, "mei", "joe")
    id_, taken = await left(office)
    await office.cases.claim(taken.number, "mei")
    await office.cases.note(taken.number, "mei", "已打電話")
    with pytest.raises(ForbiddenError):
        await office.cases.resolve(taken.number, "joe", Outcome.SOLVED, "搶答")
    await office.cases.put_back(taken.number, "mei")
    await office.cases.claim(taken.number, "joe")
    await office.cases.resolve(taken.number, "joe", Outcome.SOLVED, "請帶身分證到社會局。")
    assert "請帶身分證到社會局。" in (await last_words(office, id_)).text
    progress = await office.cases.look_up(taken.number, "6789")
    assert (progress.state, progress.answer) == (CaseState.DONE, "請帶身分證到社會局。")
    assert await office.cases.all() == []
    assert [note.text for note in await office.cases.notes(taken.number)] == ["已打電話"]


async def test_a_report_is_due_by_its_kind_and_sooner_where_there_is_danger(office: Office) -> None:
    _, calm = await left(office, NewCase("c1", "", report=Report("light", "路燈不亮", "公園旁")))
    _, danger = await left(office, NewCase("c2", "", report=HOLE))
    now = utc_now()
    assert timedelta(hours=23) < calm.due_at - now <= timedelta(hours=24)
    assert timedelta(hours=3) < danger.due_at - now <= timedelta(hours=4)
    assert [case.number for case in await office.cases.all()] == [danger.number, calm.number]
    assert (await office.cases.find(danger.number)).report == HOLE


async def test_without_contact_details_a_case_has_a_code_that_is_told(office: Office) -> None:
    id_, taken = await left(office, NewCase("c1", "", report=HOLE))
    assert taken.check in (await last_words(office, id_)).text
    assert (await office.cases.look_up(taken.number, taken.check)).number == taken.number


async def test_exported_cases_say_what_where_since_and_danger(office: Office) -> None:
    _, taken = await left(office, NewCase("c1", "", name="=cmd()", contact="0912345678", report=HOLE))
    case = await office.cases.find(taken.number)
    told = document(case)
    assert (told["kind"], told["what"], told["where"], told["since"], told["danger"]) == (
        "road",
        "路上有坑洞",
        "中正路 12 號前",
        "昨天",
        True,
    )
    (row,) = csv.DictReader(io.StringIO(as_csv([case]).removeprefix("\ufeff")))
    assert row["where"] == "中正路 12 號前"
    assert row["name"] == "'=cmd()"


def test_kinds_are_told_from_the_citizens_words() -> None:
    assert kind_of("巷口的路燈壞了").key == "light"
    assert kind_of("颱風後路樹倒在路燈上").key == "tree"
    assert kind_of("說不上來的事").key == "other"
    assert all(timedelta(hours=4) <= kind.within <= timedelta(hours=24) for kind in report_kinds().values())


def test_numbers_and_checks_are_plain() -> None:
    number = new_number(utc_now())
    assert tidy(number.lower().replace("-", "")) == number
    assert check_of("(02) 2345-6789") == "6789"
    assert check_of("Ming.Wang@example.tw") == "wang"
    assert len(check_of("")) == 4
