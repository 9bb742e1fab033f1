"""Signing in through the city's identity provider. Accounts are made here, the provider only says who somebody is."""

from typing import TYPE_CHECKING, Annotated

import structlog
from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from askcity.errors import NotFoundError
from handoff import tokens
from handoff.console import cookies
from handoff.console.door import Wired
from handoff.console.provider import Attempt, RefusedError, attempt_from

if TYPE_CHECKING:
    from handoff.console.oidc import SignOn

log = structlog.get_logger(__name__)

CALLBACK = "/api/console/oidc/callback"
CONSOLE = "/console"
REFUSED = "/console?refused"
KEPT_FOR = 600

router = APIRouter(prefix="/api/console", tags=["console"])


@router.get("/sign-in")
async def ways_in(wired: Wired) -> dict[str, str | None]:
    """What else there is beside name and password: the provider's label."""
    return {"oidc": wired.sign_on.provider.label if wired.sign_on else None}


@router.get("/oidc/start", response_class=Response)
async def start(request: Request, wired: Wired) -> Response:
    """Send the browser to the provider."""
    cookies.require_safe_transport(request)
    try:
        url, attempt = await _offered(wired.sign_on).begin(_redirect(request))
    except RefusedError as error:
        return _refused(str(error))
    response = RedirectResponse(url, 303)
    cookies.keep_attempt(request, response, attempt.text(), KEPT_FOR)
    return response


@router.get("/oidc/callback", response_class=Response)
async def callback(
    request: Request,
    wired: Wired,
    code: Annotated[str, Query(max_length=4_096)] = "",
    state: Annotated[str, Query(max_length=256)] = "",
) -> Response:
    """Take the browser back from the provider, signed in where the account is here and open."""
    attempt = attempt_from(cookies.attempt(request))
    if attempt is None or not code or not tokens.same(state, attempt.state):
        return _refused("the answer belongs to no question of this browser")
    try:
        name = await _vouched(request, wired, attempt, code)
    except RefusedError as error:
        return _refused(str(error))
    token = await wired.sessions.open(name)
    await wired.office.agents.audit(name, "sign_in", details={"through": "oidc"})
    response = RedirectResponse(CONSOLE, 303)
    cookies.keep(request, response, token, wired.sessions.seconds)
    cookies.keep_attempt(request, response, "", 0)
    return response


async def _vouched(request: Request, wired: Wired, attempt: Attempt, code: str) -> str:
    name = await _offered(wired.sign_on).name(attempt, code, _redirect(request))
    try:
        agent = await wired.office.agents.find(name)
    except NotFoundError as error:
        raise RefusedError("the provider names nobody who has an account") from error
    if agent.disabled:
        raise RefusedError("the account is shut")
    return agent.name


def _offered(sign_on: "SignOn | None") -> "SignOn":
    if sign_on is None:
        raise HTTPException(404, "there is no identity provider")
    return sign_on


def _redirect(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}{CALLBACK}"


def _refused(why: str) -> Response:
    log.warning("sign_on_refused", why=why)
    return RedirectResponse(REFUSED, 303)
