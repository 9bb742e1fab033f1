"""Every error as one shape: an RFC 9457 problem document."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from askcity.errors import (
    ConflictError,
    ConversationError,
    ForbiddenError,
    LimitedError,
    NotFoundError,
    OverloadedError,
    TransitionError,
)
from bot.channels.faults import fault
from bot.channels.web.schemas import Problem

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"
UNTYPED = "about:blank"
DANGER = "urn:askcity:danger"
"""Type of a refusal whose detail a citizen in danger must see: it holds the numbers to call."""
STATUS: dict[type[ConversationError], HTTPStatus] = {
    NotFoundError: HTTPStatus.NOT_FOUND,
    ConflictError: HTTPStatus.CONFLICT,
    ForbiddenError: HTTPStatus.FORBIDDEN,
    TransitionError: HTTPStatus.CONFLICT,
    OverloadedError: HTTPStatus.SERVICE_UNAVAILABLE,
    LimitedError: HTTPStatus.TOO_MANY_REQUESTS,
}
RETRY_AFTER = {"Retry-After": "5"}
DETAIL = {
    404: "there is nothing at this address",
    405: "this address does not take this method",
}
"""What is said where the framework itself found the error."""

Handler = Callable[[Request, Any], Awaitable[Response]]


def problem(
    status: int,
    detail: str,
    headers: Mapping[str, str] | None = None,
    errors: list[dict[str, str]] | None = None,
    kind: str = UNTYPED,
) -> JSONResponse:
    """A problem document as a response."""
    title = HTTPStatus(status).phrase
    document = Problem(type=kind, title=title, status=status, detail=detail, errors=errors)
    content = document.model_dump(exclude_none=True)
    return JSONResponse(content, status, headers=headers, media_type=MEDIA_TYPE)


def declared(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Problem documents for the API's description."""
    content = {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in statuses}


def install(app: FastAPI) -> None:
    """Let every exception of the application come out as a problem document."""
    handlers: dict[type[Exception], Handler] = {
        HTTPException: _from_http,
        RequestValidationError: _from_validation,
        ConversationError: _from_refusal,
        SQLAlchemyError: _from_database,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


async def _from_http(_request: Request, error: HTTPException) -> Response:
    plain = HTTPStatus(error.status_code).phrase
    detail = DETAIL.get(error.status_code, error.detail) if error.detail == plain else error.detail
    return problem(error.status_code, detail, error.headers)


async def _from_validation(_request: Request, error: RequestValidationError) -> Response:
    errors = [{"where": ".".join(map(str, one["loc"])), "message": str(one["msg"])} for one in error.errors()]
    detail = "; ".join(f"{one['where']}: {one['message']}" for one in errors)
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=errors)


async def _from_refusal(_request: Request, error: ConversationError) -> Response:
    status = STATUS[type(error)]
    danger = isinstance(error, LimitedError | OverloadedError) and error.danger
    return problem(status, str(error), _come_back(error), kind=DANGER if danger else UNTYPED)


def _come_back(error: ConversationError) -> Mapping[str, str] | None:
    if isinstance(error, LimitedError):
        return {"Retry-After": str(error.seconds)}
    return RETRY_AFTER if isinstance(error, OverloadedError) else None


async def _from_database(_request: Request, error: SQLAlchemyError) -> Response:
    log.error("database_unavailable", **fault(error))
    detail = "the database does not answer just now; nothing was stored; try again in a few seconds"
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, RETRY_AFTER)
