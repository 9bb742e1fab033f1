"""The web's side of a link: ask for a code, look how far it is, confirm, undo."""

from datetime import datetime

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel

from bot.channels.limits import Matter
from bot.channels.line.linking.codes import shown
from bot.channels.line.linking.links import Links
from bot.channels.line.linking.values import Step
from bot.channels.web.api import IN_CONVERSATION, Own, within
from bot.channels.web.problems import declared

PATH = "/api/conversations/{conversation}/line-link"


class Code(BaseModel):
    """A code, told only here, and until when it holds."""

    code: str
    until: datetime


class Standing(BaseModel):
    """How far a link is; `name` is the LINE user's, for the citizen to recognise."""

    step: Step
    until: datetime | None = None
    name: str = ""


def link_router(links: Links | None) -> APIRouter:
    """The addresses; where there is no LINE channel each says so."""
    router = APIRouter(responses=declared(413, 422, 429, 503))

    def kept() -> Links:
        if links is None:
            raise HTTPException(404, "this service has no LINE channel")
        return links

    @router.post(PATH, status_code=201, responses=IN_CONVERSATION, dependencies=[within(Matter.LINKING)])
    async def offer_link(conversation: Own) -> Code:
        """Ask for a code to type in LINE; an earlier one is void."""
        code, until = await kept().offer(conversation)
        return Code(code=shown(code), until=until)

    @router.get(PATH, responses=IN_CONVERSATION, dependencies=[within(Matter.SIGN)])
    async def link_standing(conversation: Own) -> Standing:
        """How far the link is."""
        return Standing.model_validate(await kept().standing(conversation), from_attributes=True)

    @router.post(f"{PATH}/confirm", responses=IN_CONVERSATION, dependencies=[within(Matter.WISH)])
    async def confirm_link(conversation: Own) -> Standing:
        """Link with the LINE user who typed the code and agreed."""
        await kept().confirm(conversation)
        return Standing.model_validate(await kept().standing(conversation), from_attributes=True)

    @router.delete(PATH, status_code=204, responses=IN_CONVERSATION, dependencies=[within(Matter.WISH)])
    async def undo_link(conversation: Own) -> None:
        """Unlink, or give a link up that does not stand yet."""
        await kept().undo(conversation)

    return router
