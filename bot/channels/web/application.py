"""The web application: routes, middleware, the chat page's files."""

from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import APIRouter, FastAPI

from bot.channels.web import api, operations, pages, people, problems
from bot.channels.web.middleware import BodyLimit, Observed, Packed, SecurityHeaders
from bot.channels.web.parts import Parts


def web_application(parts: Parts, routers: Iterable[APIRouter] = ()) -> FastAPI:
    """The application over wired parts, with other channels' `routers`; it answers questions as long as it runs."""
    app = FastAPI(
        title="askcity",
        summary="市政智慧客服",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.parts = parts
    for router in (api.router, people.router, operations.router, pages.router, *routers):
        app.include_router(router)
    problems.install(app)
    app.add_middleware(Packed)
    app.add_middleware(BodyLimit)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Observed, metrics=parts.metrics)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    parts: Parts = app.state.parts
    try:
        async with AsyncExitStack() as stack:
            for part in (parts.answering, *parts.background):
                await stack.enter_async_context(part.running())
            yield
    finally:
        parts.bus.close()
        await parts.office.close()
        parts.close()
