"""The approval lane: its rules, what waits, what agents decide."""

from typing import Any

from handoff.console import wire
from handoff.console.door import Me, RowId, Wired, guarded
from handoff.console.schemas import Approval, NewRules

router = guarded()


@router.get("/lane")
async def lane(wired: Wired) -> dict[str, Any]:
    """The rules, and what became of the answers that they held back."""
    rules, tallies = await wired.office.lane.rules(), await wired.office.lane.tallies()
    return {**wire.plain(rules), "tallies": wire.plain(tallies)}


@router.put("/lane", status_code=204)
async def set_lane(wired: Wired, me: Me, wanted: NewRules) -> None:
    """Change the rules; what waits already goes on waiting under the old ones."""
    await wired.office.lane.set_rules(wanted.value(), me.name)


@router.get("/drafts")
async def drafts(wired: Wired) -> list[Any]:
    """Answers that wait, the most pressing first."""
    return [wire.plain(one) for one in await wired.office.lane.waiting()]


@router.post("/drafts/{draft}/approve")
async def approve(wired: Wired, me: Me, draft: RowId, told: Approval) -> dict[str, int]:
    """Let the bot say it, in these words. 409 where it has been decided on, or the conversation has gone on."""
    return {"seq": await wired.office.lane.approve(draft, me.name, told.text)}


@router.post("/drafts/{draft}/reject")
async def reject(wired: Wired, me: Me, draft: RowId) -> dict[str, int]:
    """Say nothing of it; the citizen waits for a person."""
    return {"seq": await wired.office.lane.reject(draft, me.name)}
