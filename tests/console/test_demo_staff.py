"""The demo's agents can sign in at once, and nobody can with an old password."""

from pathlib import Path
from typing import Any

import pytest

from askcity.commands import demo_staff
from askcity.commands.demo import STAFF
from askcity.settings import Settings
from handoff.agents.values import Role
from handoff.bus import LocalBus
from handoff.office import Office, open_office

pytestmark = pytest.mark.anyio


async def in_office(settings: Settings, work: Any) -> Any:
    office: Office = open_office(settings.database, LocalBus())
    try:
        return await work(office)
    finally:
        await office.close()


async def test_there_is_somebody_of_every_role(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    password, staff = await demo_staff.prepare(settings, demo_staff.read(STAFF))
    assert {agent.role for agent in staff} == set(Role)
    for agent in staff:
        found = await in_office(
            settings, lambda office, name=agent.name: office.agents.verify(name, password)
        )
        assert found == agent


async def test_a_new_start_has_a_new_password_and_keeps_what_was_changed(tmp_path: Path) -> None:
    settings, data = Settings(data_dir=tmp_path), demo_staff.read(STAFF)
    first, _staff = await demo_staff.prepare(settings, data)
    before = await in_office(settings, lambda office: office.desk.canned("lin"))
    second, _staff = await demo_staff.prepare(settings, data)
    assert await in_office(settings, lambda office: office.agents.verify("lin", first)) is None
    assert await in_office(settings, lambda office: office.agents.verify("lin", second)) is not None
    assert await in_office(settings, lambda office: office.desk.canned("lin")) == before
    assert len(before) == len(data["reply"])
