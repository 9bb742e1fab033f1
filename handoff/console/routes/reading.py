"""Reading conversations: all at once by words, one of them whole."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from handoff.console import wire
from handoff.console.door import Me, Seen, Wired, guarded
from handoff.console.floor import LONGEST_PREVIEW
from handoff.console.parts import ConsoleParts
from handoff.console.seeing import may_read, reading
from handoff.console.summary import summary
from handoff.events import Conversation
from handoff.keeping.transcript import MEDIA_TYPES, SUFFIXES, Format, transcript
from handoff.queue.lists import Wanted
from handoff.states import State

router = guarded()


@router.get("/conversations")
async def search(
    wired: Wired,
    me: Me,
    words: Annotated[str, Query(max_length=100)] = "",
    state: State | None = None,
    before: datetime | None = None,
) -> list[Any]:
    """Conversations in which these words were said, the latest change first."""
    states = frozenset(State) if state is None else frozenset({state})
    found = await wired.office.queue.listed(Wanted(states, before=before, words=words.strip(), limit=200))
    await wired.office.agents.audit(me.name, "search")
    readable = [row for row in found if may_read(me, row.state, row.agent)]
    return [{**wire.plain(row), "last_text": row.last_text[:LONGEST_PREVIEW]} for row in readable]


@router.get("/conversations/{conversation}")
async def read(wired: Wired, me: Me, seen: Seen) -> dict[str, Any]:
    """One conversation with all that is kept of it; reading another's is a line of the audit log."""
    act = reading(me, seen.state, seen.agent)
    if act is not None:
        await wired.office.agents.audit(me.name, act, seen.id)
    return await _whole(wired, seen)


@router.get("/conversations/{conversation}/transcript")
async def take_transcript(
    wired: Wired, me: Me, seen: Seen, form: Annotated[Format, Query(alias="format")] = Format.TEXT
) -> Response:
    """The conversation as a file, as its citizen gets it."""
    await wired.office.agents.audit(me.name, "transcript", seen.id)
    content = transcript(seen, await wired.office.log.read_all(seen.id), form)
    headers = {"Content-Disposition": f'attachment; filename="askcity-{seen.id}.{SUFFIXES[form]}"'}
    return Response(content, media_type=MEDIA_TYPES[form], headers=headers)


async def _whole(wired: ConsoleParts, seen: Conversation) -> dict[str, Any]:
    office = wired.office
    events = await office.log.read_all(seen.id)
    return {
        "conversation": wire.plain(seen),
        "events": wire.entries(events),
        "notes": wire.noted(await office.desk.notes(seen.id)),
        "tags": await office.desk.tags(seen.id),
        "marks": wire.plain(await office.desk.marks(seen.id)),
        "preview": await office.desk.previewed(seen.id),
        "satisfaction": wire.plain(await office.desk.satisfaction(seen.id)),
        "cases": [wire.case_line(case) for case in await office.cases.of_conversation(seen.id)],
        "summary": wire.plain(summary(events)),
        "outgoing": wire.plain(await wired.dispatch.outgoing(seen.id)),
    }
