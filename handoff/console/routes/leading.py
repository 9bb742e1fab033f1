"""What supervisors see and set: how the service is doing, who is there, hours, modes."""

from typing import Annotated, Any

from fastapi import Query
from starlette.exceptions import HTTPException

from askcity.errors import ConfigurationError
from handoff.agents.values import Presence
from handoff.console import wire
from handoff.console.door import LARGEST_ID, AgentName, Me, Wired, guarded
from handoff.console.schemas import NewHours, NewMode

router = guarded()


@router.get("/floor")
async def floor(wired: Wired) -> dict[str, Any]:
    """Figures, everybody's load, how long the citizens wait."""
    figures = await wired.watch.figures()
    people = await wired.office.agents.roster()
    return {"figures": wire.plain(figures), "people": [wire.plain(wire.person(one)) for one in people]}


@router.post("/agents/{name}/offline", status_code=204)
async def set_offline(wired: Wired, me: Me, name: AgentName) -> None:
    """Take an agent off duty; what they hold goes back to the queue within seconds."""
    await wired.office.agents.set_presence(name, Presence.OFFLINE)
    await wired.office.agents.audit(me.name, "set_offline", details={"agent": name})
    await wired.office.queue.requeue_abandoned()


@router.get("/hours")
async def hours(wired: Wired) -> Any:
    """The service hours in force."""
    return wire.plain(await wired.office.duty.hours())


@router.put("/hours", status_code=204)
async def set_hours(wired: Wired, me: Me, wanted: NewHours) -> None:
    """Store other service hours. 422 where they cannot be understood."""
    try:
        await wired.office.duty.set_hours(wanted.model_dump(), me.name)
    except ConfigurationError as error:
        raise HTTPException(422, str(error)) from error


@router.get("/mode")
async def mode(wired: Wired) -> Any:
    """The mode in force."""
    return wire.plain(await wired.office.duty.mode())


@router.put("/mode", status_code=204)
async def set_mode(wired: Wired, me: Me, wanted: NewMode) -> None:
    """Change the mode."""
    await wired.office.duty.set_mode(wanted.value(), me.name)


@router.get("/audit")
async def audit(wired: Wired, before: Annotated[int | None, Query(ge=1, le=LARGEST_ID)] = None) -> list[Any]:
    """What agents did, latest first; a hundred lines before the line `before`."""
    return [wire.plain(act) for act in await wired.office.agents.audit_log(before)]
