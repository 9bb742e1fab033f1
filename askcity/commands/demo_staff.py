"""The demo city's agents: accounts that anybody may try, under a password that changes with every start."""

import secrets
import tomllib
from pathlib import Path
from typing import Any

from askcity.errors import ConflictError, NotFoundError
from askcity.settings import Settings
from handoff.agents.values import Agent, Role
from handoff.bus import LocalBus
from handoff.desk.values import Canned
from handoff.office import Office, open_office

OWNER_OF_SHARED = "chen"


def read(file: Path) -> dict[str, Any]:
    """The accounts and replies of a file."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


async def prepare(settings: Settings, data: dict[str, Any]) -> tuple[str, list[Agent]]:
    """Accounts and shared replies, with one new password for all of them."""
    agents = [_agent(one) for one in data["agent"]]
    password = secrets.token_urlsafe(12)
    office = open_office(settings.database, LocalBus())
    try:
        for agent in agents:
            await _employ(office, agent, password)
        for reply in data["reply"]:
            await _share(office, reply)
    finally:
        await office.close()
    return password, agents


async def _employ(office: Office, agent: Agent, password: str) -> None:
    try:
        await office.agents.find(agent.name)
    except NotFoundError:
        await office.agents.add(agent)
    await office.agents.set_password(agent.name, password)


async def _share(office: Office, reply: dict[str, Any]) -> None:
    """Store a reply, unless it is there, perhaps changed, from an earlier start."""
    try:
        await office.desk.save_canned(OWNER_OF_SHARED, Canned(0, owner=None, **reply))
    except ConflictError:
        return


def _agent(told: dict[str, Any]) -> Agent:
    return Agent(
        told["name"],
        told["display_name"],
        Role(told["role"]),
        agencies=tuple(told.get("agencies", ())),
        team=told.get("team"),
    )
