"""The pages: the city's front page, the chat, the widget's frame, and the script that city sites include."""

from functools import cache
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.channels.web import showcase
from bot.channels.web.api import Wired
from bot.channels.web.assets import WIDGET, Asset, asset, assets
from bot.channels.web.embedding import origin_of
from bot.channels.web.front import front_page
from bot.channels.web.policy import policy

AN_HOUR = "public, max-age=3600"
ANY_SITE = {"Cross-Origin-Resource-Policy": "cross-origin"}

router = APIRouter(include_in_schema=False)


@router.get("/")
async def front(wired: Wired) -> Response:
    """The city's page."""
    return HTMLResponse(front_page(await wired.city.figures()))


@router.get("/chat")
async def chat() -> Response:
    """The chat on a page of its own."""
    return HTMLResponse(_chat())


@router.get("/widget")
async def widget(
    request: Request,
    wired: Wired,
    site: Annotated[str | None, Query(max_length=64)] = None,
    origin: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """The chat in a frame of a city site; refused to any other page."""
    named = origin_of(origin) if origin else None
    ancestors = wired.embedding.ancestors(site, named)
    if origin and not ancestors:
        ancestors = frozenset({named} if named else ()) & showcase.origins(request.url)
    if origin and not ancestors:
        raise HTTPException(403, "this origin is not among those that may show the widget")
    headers = {"Content-Security-Policy": policy(ancestors)}
    return HTMLResponse(_chat(), headers=headers)


@router.get("/widget.js")
async def script(request: Request) -> Response:
    """What a city site includes to have the widget."""
    return _script().response(request, AN_HOUR, ANY_SITE)


@router.get("/widget/{path:path}")
async def file(request: Request, path: str) -> Response:
    """A style sheet, a module or a picture of the pages."""
    found, caching = assets().found(path)
    if found is None:
        raise HTTPException(404, "there is no such file")
    return found.response(request, caching)


@router.get("/embed-demo")
async def embed_demo(request: Request) -> Response:
    """Three invented sites of different origins that show the widget; on this machine alone."""
    return HTMLResponse(showcase.index(request.url), headers=_showcase_headers(request))


@router.get("/embed-demo/{name}")
async def embed_demo_site(request: Request, name: str) -> Response:
    """One of the invented sites."""
    return HTMLResponse(showcase.page(request.url, name), headers=_showcase_headers(request))


@cache
def _chat() -> str:
    return assets().placed((WIDGET / "chat.html").read_text(encoding="utf-8"))


@cache
def _script() -> Asset:
    return asset(WIDGET / "embed.js")


def _showcase_headers(request: Request) -> dict[str, str]:
    return {"Content-Security-Policy": showcase.policy_of(request.url)}
