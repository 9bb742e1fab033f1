"""The citizen's API: conversations, messages, the event stream, feedback."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, HTTPException, Path, Query, Request
from starlette.responses import Response

from bot.channels.limits import Matter
from bot.channels.web.city import City
from bot.channels.web.parts import Parts, parts
from bot.channels.web.problems import declared
from bot.channels.web.schemas import (
    About,
    ConversationOpened,
    MessageTaken,
    NewConversation,
    NewLocale,
    NewMessage,
    NewRating,
)
from bot.channels.web.stream import EventStream, resume_point
from bot.channels.wording import examples
from handoff.events import Rating

LARGEST_SEQ = 2_147_483_647
BEARER = "bearer "

router = APIRouter(prefix="/api", responses=declared(400, 408, 413, 422, 429, 503))
Wired = Annotated[Parts, Depends(parts)]
ConversationId = Annotated[str, Path(min_length=1, max_length=32, pattern=r"^[A-Za-z0-9_-]+$")]


async def _own(request: Request, wired: Wired, conversation: ConversationId) -> str:
    """The id of a conversation whose key the caller holds in the Authorization header."""
    return await _authorized(wired, conversation, _bearer(request))


async def _own_stream(
    request: Request, wired: Wired, conversation: ConversationId, token: Annotated[str | None, Query()] = None
) -> str:
    """The same for streams, which may hold the key in the address: a browser's EventSource can send no headers."""
    return await _authorized(wired, conversation, _bearer(request) or token)


async def _authorized(wired: Parts, conversation: str, token: str | None) -> str:
    if not token:
        detail = "the conversation's token is missing: send it as `Authorization: Bearer …`"
        raise HTTPException(401, detail, {"WWW-Authenticate": "Bearer"})
    await wired.log.authorize(conversation, token)
    return conversation


def _bearer(request: Request) -> str | None:
    value = request.headers.get("authorization", "")
    return value[len(BEARER) :].strip() if value[: len(BEARER)].lower() == BEARER else None


Own = Annotated[str, Depends(_own)]
OwnStream = Annotated[str, Depends(_own_stream)]
IN_CONVERSATION = declared(401, 404, 409)


def limited(matter: Matter) -> Any:
    """Counts a request of an address."""

    async def admit(request: Request, wired: Wired) -> None:
        await wired.gate.admit(matter, wired.gate.caller(request))

    return Depends(admit)


def within(matter: Matter, own: Any = _own) -> Any:
    """Counts a request in a conversation, once its key has been shown; strangers cannot use up what is the citizen's."""

    async def admit(
        request: Request,
        wired: Wired,
        _by_address: Annotated[None, limited(matter)],
        conversation: Annotated[str, Depends(own)],
    ) -> None:
        await wired.gate.admit_within(matter, wired.gate.caller(request), conversation)

    return Depends(admit)


@router.post("/conversations", status_code=201, dependencies=[limited(Matter.OPENING)])
async def open_conversation(wired: Wired, wanted: NewConversation | None = None) -> ConversationOpened:
    """Open a conversation. The token is its only key and is told only here."""
    wanted = wanted or NewConversation.model_validate({})
    opened = await wired.desk.open(wanted.locale, site=wanted.site)
    return ConversationOpened(id=opened.id, token=opened.token)


@router.patch(
    "/conversations/{conversation}",
    status_code=204,
    dependencies=[within(Matter.SIGN)],
    responses=IN_CONVERSATION,
)
async def change_language(wired: Wired, conversation: Own, wanted: NewLocale) -> None:
    """Go on in another language: the one that answers are translated to, and that agents see."""
    await wired.desk.speak(conversation, wanted.locale)


@router.post("/conversations/{conversation}/messages", status_code=202, responses=IN_CONVERSATION)
async def send_message(
    request: Request, wired: Wired, conversation: Own, message: NewMessage
) -> MessageTaken:
    """Send a message. It is durable when this answers; the same `client_id` and text again change nothing."""
    caller = wired.gate.caller(request)
    await wired.gate.admit_message(caller, conversation, message.text)
    receipt = await wired.desk.send(conversation, message.client_id, message.text, caller.address)
    return MessageTaken(id=f"{conversation}.{receipt.seq}", seq=receipt.seq)


@router.get(
    "/conversations/{conversation}/events",
    response_class=Response,
    dependencies=[within(Matter.STREAM, _own_stream)],
    responses={
        **IN_CONVERSATION,
        200: {"description": "server-sent events", "content": {"text/event-stream": {}}},
    },
)
async def stream_events(
    request: Request,
    wired: Wired,
    conversation: OwnStream,
    after: Annotated[int, Query(ge=0, le=LARGEST_SEQ)] = 0,
    last_event_id: Annotated[str | None, Header()] = None,
) -> Response:
    """Follow a conversation as server-sent events, from the beginning or behind the last event seen."""
    caller = wired.gate.caller(request)
    wired.readers.admit(caller.address)
    standing = await wired.log.find(conversation)
    start = min(resume_point(last_event_id, after), standing.last_seq)
    return EventStream(wired, standing, start, caller.address)


@router.post(
    "/conversations/{conversation}/feedback",
    status_code=204,
    responses=IN_CONVERSATION,
    dependencies=[within(Matter.OPINION)],
)
async def rate_answer(wired: Wired, conversation: Own, rating: NewRating) -> None:
    """Rate an answer; a later rating of the same answer replaces the earlier one."""
    await wired.desk.rate(conversation, Rating(rating.seq, rating.helpful, rating.comment))


@router.get("/about")
async def about(wired: Wired) -> About:
    """What the bot has read, and questions to begin with."""
    city: City = wired.city
    figures = await city.figures()
    return About(
        sites=figures.sites,
        pages=figures.pages,
        agencies=figures.agencies,
        updated=figures.updated,
        examples=list(examples()),
        retention_days=wired.terms.retention_days,
        case_retention_days=wired.terms.case_retention_days,
        language_model=wired.terms.language_model,
        line=wired.terms.line,
    )
