"""Signing in and out."""

import asyncio
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from handoff.agents.values import SERVING, Agent, Presence
from handoff.console import cookies, wire
from handoff.console.door import Signed, Wired
from handoff.console.parts import ConsoleParts
from handoff.console.schemas import Credentials
from handoff.console.sessions import csrf_of

AT_ONCE = asyncio.Semaphore(2)
"""Hashing a password takes a core for a while; more of them at once would hold up everything else."""

router = APIRouter(prefix="/api/console", tags=["console"])


@router.post("/session")
async def sign_in(request: Request, response: Response, wired: Wired, told: Credentials) -> dict[str, Any]:
    """Sign in with name and password. 401 for either being wrong, 429 after too many tries."""
    cookies.require_safe_transport(request)
    agent = await _verified(wired, told, cookies.address(request))
    token = await wired.sessions.open(agent.name)
    await wired.office.agents.audit(agent.name, "sign_in")
    cookies.keep(request, response, token, wired.sessions.seconds)
    return _welcome(agent, csrf_of(token))


@router.get("/session")
async def who_am_i(session: Signed) -> dict[str, Any]:
    """Who is signed in, and the token that goes with every write."""
    return _welcome(session.agent, session.csrf)


@router.delete("/session", status_code=204)
async def sign_out(request: Request, response: Response, wired: Wired, session: Signed) -> None:
    """End the session; its streams end with it."""
    await wired.sessions.end(cookies.token(request))
    if session.agent.role in SERVING:
        await wired.office.agents.set_presence(session.agent.name, Presence.OFFLINE)
    await wired.office.agents.audit(session.agent.name, "sign_out")
    cookies.drop(request, response)


async def _verified(wired: ConsoleParts, told: Credentials, address: str) -> Agent:
    seconds = await wired.throttle.admit(told.name, address)
    if seconds:
        detail = "too many tries to sign in; try again later"
        raise HTTPException(429, detail, {"Retry-After": str(seconds)})
    async with AT_ONCE:
        agent = await wired.office.agents.verify(told.name, told.password)
    if agent is None:
        raise HTTPException(401, "name or password are wrong, or the account is shut")
    await wired.throttle.forgive(told.name, address)
    return agent


def _welcome(agent: Agent, csrf: str) -> dict[str, Any]:
    return {"agent": wire.account(agent), "csrf": csrf}
