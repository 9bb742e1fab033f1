"""Agents' accounts. Whatever makes an account worth less ends its sessions."""

import secrets
from dataclasses import replace
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from askcity.errors import ConfigurationError
from handoff.console import cookies, wire
from handoff.console.door import AgentName, Me, Wired, guarded
from handoff.console.schemas import Account, Duties, NewAccount, NewPassword

router = guarded()


@router.get("/accounts")
async def all_accounts(wired: Wired) -> list[Any]:
    """All accounts."""
    return [wire.account(agent) for agent in await wired.office.agents.all()]


@router.post("/accounts", status_code=201)
async def add(wired: Wired, me: Me, wanted: NewAccount) -> dict[str, str]:
    """Open an account; its password is told here and never again."""
    password = secrets.token_urlsafe(12)
    try:
        await wired.office.agents.add(wanted.value(), password)
    except ConfigurationError as error:
        raise HTTPException(422, str(error)) from error
    await _note(wired, me.name, "add_account", wanted.name)
    return {"name": wanted.name, "password": password}


@router.put("/accounts/{name}", status_code=204)
async def change(wired: Wired, me: Me, name: AgentName, wanted: Account) -> None:
    """Change role, name and whether the account is open; one's own stays as it is, so that somebody can always do it."""
    if name == me.name:
        raise HTTPException(409, "ask another administrator to change your own account")
    before = await wired.office.agents.find(name)
    after = wanted.applied(before)
    await wired.office.agents.change(after)
    if after.disabled or after.role != before.role:
        await wired.sessions.end_all(name)
    await _note(wired, me.name, "change_account", name)


@router.put("/accounts/{name}/duties", status_code=204)
async def assign(wired: Wired, me: Me, name: AgentName, wanted: Duties) -> None:
    """Change team, agencies, languages and capacity."""
    before = await wired.office.agents.find(name)
    await wired.office.agents.change(replace(before, **wanted.model_dump()))
    await _note(wired, me.name, "assign_duties", name)


@router.post("/accounts/{name}/password")
async def reset_password(wired: Wired, me: Me, name: AgentName) -> dict[str, str]:
    """Give an account a new password, told here and never again; its sessions end."""
    password = secrets.token_urlsafe(12)
    await wired.office.agents.set_password(name, password)
    await wired.sessions.end_all(name)
    await _note(wired, me.name, "reset_password", name)
    return {"name": name, "password": password}


@router.post("/password", status_code=204)
async def change_own_password(request: Request, wired: Wired, me: Me, told: NewPassword) -> None:
    """Change one's own password; every other session ends. 403 for a wrong old one, 422 for too short a new one."""
    seconds = await wired.throttle.admit(me.name, cookies.address(request))
    if seconds:
        raise HTTPException(429, "too many tries; try again later", {"Retry-After": str(seconds)})
    if await wired.office.agents.verify(me.name, told.old) is None:
        raise HTTPException(403, "the old password is wrong")
    try:
        await wired.office.agents.set_password(me.name, told.new)
    except ConfigurationError as error:
        raise HTTPException(422, str(error)) from error
    await wired.throttle.forgive(me.name, cookies.address(request))
    await wired.sessions.end_all(me.name, but=cookies.token(request))
    await _note(wired, me.name, "change_password", me.name)


async def _note(wired: Wired, by: str, act: str, name: str) -> None:
    await wired.office.agents.audit(by, act, details={"agent": name})
