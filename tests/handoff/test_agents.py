"""Accounts, presence and the audit log, on every database."""

from dataclasses import replace

import pytest

from askcity.errors import ConfigurationError, ConflictError, NotFoundError
from handoff.agents.values import Agent, Presence, Role
from handoff.office import Office
from tests.handoff.clock import Clock
from tests.handoff.talk import hired, queued

pytestmark = pytest.mark.anyio

PASSWORD = "correct horse battery"


async def test_an_account_is_kept_as_it_was_given(office: Office) -> None:
    agent = Agent("mei", "小美", Role.SUPERVISOR, ("zh-TW", "en"), ("社會局",), "福利", 6)
    await office.agents.add(agent, PASSWORD)
    assert await office.agents.find("mei") == agent
    await office.agents.change(replace(agent, capacity=2))
    assert (await office.agents.all())[0].capacity == 2
    with pytest.raises(ConflictError):
        await office.agents.add(agent)
    with pytest.raises(NotFoundError):
        await office.agents.find("nobody")


async def test_only_the_right_password_of_an_open_account_signs_in(office: Office) -> None:
    await office.agents.add(Agent("mei", "小美"), PASSWORD)
    await office.agents.add(Agent("sso", "外部登入"))
    assert await office.agents.verify("mei", PASSWORD) == await office.agents.find("mei")
    for name, password in [("mei", "wrong"), ("mei", ""), ("nobody", PASSWORD), ("sso", PASSWORD)]:
        assert await office.agents.verify(name, password) is None
    assert await office.agents.verify("sso", "nobody's password") is None
    await office.agents.disable("mei")
    assert await office.agents.verify("mei", PASSWORD) is None
    await office.agents.enable("mei")
    assert await office.agents.verify("mei", PASSWORD) is not None


@pytest.mark.parametrize("name", ["", "Mei", "a b", "-mei", "ㄇ", "a" * 65])
async def test_names_that_make_trouble_are_refused(office: Office, name: str) -> None:
    with pytest.raises(ConfigurationError):
        await office.agents.add(Agent(name, "x"))


async def test_short_passwords_are_refused(office: Office) -> None:
    with pytest.raises(ConfigurationError, match="12"):
        await office.agents.add(Agent("mei", "小美"), "short")


async def test_the_roster_knows_who_is_there_and_how_much_they_hold(office: Office, clock: Clock) -> None:
    await hired(office, "ann", "bob")
    await office.agents.set_presence("bob", Presence.AWAY)
    await office.queue.claim(await queued(office), "ann")
    roster = {one.agent.name: (one.presence, one.holding) for one in await office.agents.roster()}
    assert roster == {"ann": (Presence.ONLINE, 1), "bob": (Presence.AWAY, 0)}
    clock.advance(seconds=41)
    assert await office.agents.roster() == []


async def test_a_heartbeat_does_not_bring_back_who_left(office: Office) -> None:
    await hired(office, "ann")
    await office.agents.set_presence("ann", Presence.OFFLINE)
    assert not await office.agents.beat("ann")
    assert await office.agents.roster() == []


async def test_what_agents_do_is_written_down_latest_first(office: Office) -> None:
    await hired(office, "ann")
    id_ = await queued(office)
    await office.queue.claim(id_, "ann")
    await office.queue.hand_back(id_, "ann")
    await office.agents.audit("ann", "sign_in", details={"from": "127.0.0.1"})
    lines = await office.agents.audit_log()
    assert [(line.act, line.conversation) for line in lines] == [
        ("sign_in", None),
        ("hand_back", id_),
        ("claim", id_),
    ]
    assert [line.act for line in await office.agents.audit_log(before=lines[0].id, limit=1)] == ["hand_back"]
