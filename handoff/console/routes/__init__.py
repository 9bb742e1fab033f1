"""The console's routes."""

from fastapi import APIRouter

from handoff.console.routes import (
    accounts,
    approving,
    canned,
    cases,
    helping,
    leading,
    reading,
    session,
    sign_on,
    socket,
    working,
)

ROUTERS: tuple[APIRouter, ...] = (
    session.router,
    sign_on.router,
    reading.router,
    working.router,
    helping.router,
    canned.router,
    cases.router,
    approving.router,
    leading.router,
    accounts.router,
    socket.router,
)
