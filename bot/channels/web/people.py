"""The citizen's API on the way to a person: handoff, cases, what passes between the two sides."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from bot.channels.limits import Matter
from bot.channels.web.api import IN_CONVERSATION, Own, Wired, limited, within
from bot.channels.web.problems import declared
from bot.channels.web.schemas import (
    CaseLookup,
    CaseProgress,
    CaseTaken,
    NewCaseForm,
    NewOpinion,
    ReadMark,
    Standing,
    Typed,
)
from handoff.events import Conversation
from handoff.keeping.transcript import MEDIA_TYPES, SUFFIXES, Format, transcript

router = APIRouter(prefix="/api", responses=declared(400, 408, 413, 422, 429, 503))
OF_CONVERSATION = "/conversations/{conversation}"


@router.post(
    f"{OF_CONVERSATION}/handoff",
    status_code=202,
    responses=IN_CONVERSATION,
    dependencies=[within(Matter.WISH)],
)
async def ask_for_a_person(wired: Wired, conversation: Own) -> Standing:
    """Ask for a person. What comes of it stands in the stream."""
    return _standing(await wired.desk.ask_for_a_person(conversation))


@router.post(
    f"{OF_CONVERSATION}/handoff/cancel", responses=IN_CONVERSATION, dependencies=[within(Matter.WISH)]
)
async def cancel_handoff(wired: Wired, conversation: Own) -> Standing:
    """Go on with the bot instead of waiting for a person."""
    return _standing(await wired.desk.cancel(conversation))


@router.post(f"{OF_CONVERSATION}/close", responses=IN_CONVERSATION, dependencies=[within(Matter.WISH)])
async def close_conversation(wired: Wired, conversation: Own) -> Standing:
    """End the conversation."""
    return _standing(await wired.desk.close(conversation))


@router.post(
    f"{OF_CONVERSATION}/case", status_code=201, responses=IN_CONVERSATION, dependencies=[within(Matter.WISH)]
)
async def leave_case(wired: Wired, conversation: Own, form: NewCaseForm) -> CaseTaken:
    """Leave a message with contact details, or report something. The same `client_id` again changes nothing."""
    taken = await wired.desk.leave_case(conversation, form.value())
    code = None if form.contact else taken.check
    return CaseTaken(number=taken.number, code=code, due_at=taken.due_at)


@router.post("/cases/lookup", responses=declared(404), dependencies=[limited(Matter.LOOKUP)])
async def look_up_case(wired: Wired, lookup: CaseLookup) -> CaseProgress:
    """How far a case is, for whoever knows its number and the last four of its contact, or its code."""
    progress = await wired.office.cases.look_up(lookup.number, lookup.check)
    return CaseProgress.model_validate(progress, from_attributes=True)


@router.post(
    f"{OF_CONVERSATION}/csat",
    status_code=204,
    responses=IN_CONVERSATION,
    dependencies=[within(Matter.OPINION)],
)
async def rate_service(wired: Wired, conversation: Own, opinion: NewOpinion) -> None:
    """Rate the service as a whole, from 1 to 5; a later rating replaces the earlier one."""
    await wired.desk.rate_service(conversation, opinion.score, opinion.comment)


@router.post(
    f"{OF_CONVERSATION}/read", status_code=204, responses=IN_CONVERSATION, dependencies=[within(Matter.SIGN)]
)
async def mark_read(wired: Wired, conversation: Own, mark: ReadMark) -> None:
    """Tell how far the citizen has read."""
    await wired.desk.read(conversation, mark.seq)


@router.post(
    f"{OF_CONVERSATION}/typing",
    status_code=204,
    responses=IN_CONVERSATION,
    dependencies=[within(Matter.SIGN)],
)
async def preview_typing(wired: Wired, conversation: Own, typed: Typed) -> None:
    """Show the agent who has the word what the citizen is typing; nothing is kept where there is none."""
    await wired.desk.typing(conversation, typed.text)


@router.delete(
    OF_CONVERSATION, status_code=204, responses=IN_CONVERSATION, dependencies=[within(Matter.WISH)]
)
async def erase_conversation(wired: Wired, conversation: Own) -> None:
    """Erase the conversation with its cases, for good; open streams end."""
    await wired.office.erasure.erase(conversation)


@router.get(
    f"{OF_CONVERSATION}/transcript",
    response_class=Response,
    dependencies=[within(Matter.TRANSCRIPT)],
    responses={**IN_CONVERSATION, 200: {"description": "the transcript as a file"}},
)
async def take_transcript(
    wired: Wired, conversation: Own, form: Annotated[Format, Query(alias="format")] = Format.JSON
) -> Response:
    """The whole conversation as a file, in JSON, plain text or HTML."""
    standing = await wired.log.find(conversation)
    content = transcript(standing, await wired.log.read_all(conversation), form)
    name = f"askcity-{conversation}.{SUFFIXES[form]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=MEDIA_TYPES[form], headers=headers)


def _standing(conversation: Conversation) -> Standing:
    return Standing(state=conversation.state, seq=conversation.last_seq)
