"""The console's routes."""

from fastapi import APIRouter

from handoff.console.routes import canned, cases, helping, reading, session, socket, working

ROUTERS: tuple[APIRouter, ...] = (
    session.router,
    reading.router,
    working.router,
    helping.router,
    canned.router,
    cases.router,
    socket.router,
)
