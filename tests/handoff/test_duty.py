"""Whether somebody can take over, and what is said where nobody can; on every database."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest

from askcity.clock import TAIPEI
from askcity.errors import ConfigurationError
from handoff import wording
from handoff.agents.values import Presence, Role
from handoff.bus import LocalBus
from handoff.duty.hours import load
from handoff.duty.values import Fact, Mode
from handoff.office import Office, open_office
from handoff.queue.values import Need
from handoff.states import Reason, Unavailable
from tests.handoff.talk import ASKED, hired, queued

pytestmark = pytest.mark.anyio

THURSDAY = datetime(2026, 11, 26, 10, 0, tzinfo=TAIPEI)
UNSURE = Need(Reason.LOW_CONFIDENCE)
URGENT = Need(Reason.SENSITIVE_TOPIC, urgent=True)


class Day:
    """A clock that stands still."""

    now = THURSDAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def day() -> Day:
    return Day()


@pytest.fixture
async def office(database: str, bus: LocalBus, day: Day) -> AsyncIterator[Office]:
    office = open_office(database, bus, day)
    yield office
    await office.close()


async def why(office: Office, need: Need = ASKED) -> Unavailable | None:
    return (await office.duty.availability(need)).why


async def test_in_service_time_with_somebody_there_a_handoff_is_possible(office: Office) -> None:
    assert await why(office) is Unavailable.NOBODY_ON_DUTY
    await hired(office, "mei")
    assert await why(office) is None
    await office.agents.set_presence("mei", Presence.AWAY)
    assert await why(office) is Unavailable.NOBODY_ON_DUTY


async def test_outside_of_it_the_next_opening_is_told(office: Office, day: Day) -> None:
    day.now = datetime(2026, 11, 27, 19, 0, tzinfo=TAIPEI)
    await hired(office, "mei")
    availability = await office.duty.availability(ASKED)
    assert availability.why is Unavailable.CLOSED_HOURS
    state, told = wording.regret(availability, Reason.ASKED_FOR_HUMAN)
    assert state.details == {"state": "bot", "reason": "closed_hours", "wish": "asked_for_human"}
    assert "11 月 30 日（星期一）08:00" in told.text
    assert told.details["offers"] == ["leave_message"]


async def test_a_holiday_is_called_by_its_name(office: Office, day: Day) -> None:
    day.now = datetime(2027, 2, 5, 10, 0, tzinfo=TAIPEI)
    availability = await office.duty.availability(ASKED)
    assert availability.why is Unavailable.HOLIDAY
    assert "農曆除夕" in wording.regret(availability, Reason.ASKED_FOR_HUMAN)[1].text


async def test_what_is_urgent_reaches_whoever_is_there_at_any_hour(office: Office, day: Day) -> None:
    day.now = datetime(2026, 11, 26, 23, 0, tzinfo=TAIPEI)
    assert await why(office, URGENT) is Unavailable.CLOSED_HOURS
    await hired(office, "mei")
    assert await why(office, URGENT) is None


async def test_a_full_queue_takes_only_what_is_urgent(office: Office) -> None:
    await hired(office, "mei")
    await office.duty.set_hours({**load(), "most_waiting": 2})
    for _ in range(2):
        assert await why(office) is None
        await queued(office)
    assert await why(office) is Unavailable.QUEUE_FULL
    assert await why(office, URGENT) is None


async def test_hours_that_a_supervisor_stores_hold_from_then_on(office: Office) -> None:
    await hired(office, "mei")
    await hired(office, "boss", role=Role.SUPERVISOR)
    stored: dict[str, Any] = {**load(), "week": {}}
    await office.duty.set_hours(stored, "boss")
    assert await why(office) is Unavailable.CLOSED_HOURS
    assert (await office.duty.hours())["week"] == {}
    with pytest.raises(ConfigurationError):
        await office.duty.set_hours({**load(), "week": {"mon": ["?"]}}, "boss")
    assert [act.act for act in await office.agents.audit_log()] == ["set_hours"]


async def test_in_a_typhoon_people_are_for_what_is_urgent_or_concerns_it(office: Office, day: Day) -> None:
    day.now = datetime(2026, 11, 28, 22, 0, tzinfo=TAIPEI)
    await hired(office, "mei")
    facts = (Fact("和平國小已開設收容所。", "https://www.demo.localhost/shelter"),)
    await office.duty.set_mode(Mode(typhoon=True, facts=facts, words=("淹水", "停電")))
    assert await why(office, UNSURE) is Unavailable.TYPHOON
    assert await why(office, Need(Reason.LOW_CONFIDENCE, words="家裡淹水怎麼辦")) is None
    assert await why(office, ASKED) is None
    assert (await office.duty.mode()).facts == facts
    await office.duty.set_mode(Mode())
    assert await why(office, ASKED) is Unavailable.CLOSED_HOURS


def test_every_occasion_and_reason_has_its_wording() -> None:
    names = "reason place agent target until holiday facts number due check answer"
    values = dict.fromkeys(names.split(), "〇")
    for occasion in wording.Occasion:
        assert wording.told(occasion, **values).text
    assert len({wording.reason(one) for one in Reason}) == len(Reason)
