"""The way into the console: a session, its CSRF token on every write, a role that may use the route."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.exceptions import HTTPException
from starlette.requests import Request

from handoff import tokens
from handoff.agents.values import Agent
from handoff.console import access, cookies
from handoff.console.parts import ConsoleParts, parts
from handoff.console.seeing import may_read
from handoff.console.sessions import Session
from handoff.events import Conversation

CSRF_HEADER = "x-csrf-token"
READING = frozenset({"GET", "HEAD"})

Wired = Annotated[ConsoleParts, Depends(parts)]
LARGEST_ID = 2**63 - 1
"""No database has a row beyond it, and none takes a larger number."""
RowId = Annotated[int, Path(ge=1, le=LARGEST_ID)]
AgentName = Annotated[str, Path(min_length=1, max_length=64)]
ConversationId = Annotated[str, Path(min_length=1, max_length=32, pattern=r"^[A-Za-z0-9_-]+$")]


async def signed_in(request: Request, wired: Wired) -> Session:
    """The session of whoever asks. Raises HTTPException 401, and 403 for a wrong CSRF token or role."""
    token = cookies.token(request)
    session = await wired.sessions.find(token) if token else None
    if session is None:
        raise HTTPException(401, "sign in first; the session may have ended")
    told = request.headers.get(CSRF_HEADER, "")
    if request.method not in READING and not tokens.same(told, session.csrf):
        raise HTTPException(403, "the CSRF token is missing or wrong; load the page again")
    if session.agent.role not in access.allowed(request.method, request.scope["route"].path):
        raise HTTPException(403, f"this is not for the role {session.agent.role}")
    if session.due and request.method not in READING:  # pages read by themselves, too
        await wired.sessions.touch(token)
    return session


Signed = Annotated[Session, Depends(signed_in)]


def guarded(path: str = "") -> APIRouter:
    """A router of which every route needs a session, whatever its handler asks for."""
    return APIRouter(prefix=f"/api/console{path}", tags=["console"], dependencies=[Depends(signed_in)])


async def _me(session: Signed) -> Agent:
    return session.agent


Me = Annotated[Agent, Depends(_me)]


async def _seen(wired: Wired, me: Me, conversation: ConversationId) -> Conversation:
    """A conversation that the agent may read. Raises NotFoundError and HTTPException 403."""
    standing = await wired.office.log.find(conversation)
    if not may_read(me, standing.state, standing.agent):
        raise HTTPException(403, f"agent {standing.agent} serves this citizen")
    return standing


Seen = Annotated[Conversation, Depends(_seen)]
