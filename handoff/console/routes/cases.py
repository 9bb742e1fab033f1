"""Working off cases."""

from typing import Annotated, Any

from fastapi import Path, Query
from starlette.responses import Response

from handoff.cases.cases import UNDONE
from handoff.cases.document import EVERYTHING, MEDIA_TYPES, Format, as_csv, as_json
from handoff.cases.values import CaseState
from handoff.console import wire
from handoff.console.door import Me, Wired, guarded
from handoff.console.schemas import CaseAnswer, NewNote

router = guarded("/cases")
Number = Annotated[str, Path(min_length=1, max_length=16)]


@router.get("")
async def all_cases(wired: Wired, state: CaseState | None = None) -> list[Any]:
    """Cases without contact details, the most pressing first."""
    found = await wired.office.cases.all(UNDONE if state is None else (state,))
    return [wire.case_line(case) for case in found]


@router.get("/export")
async def export(
    wired: Wired,
    me: Me,
    form: Annotated[Format, Query(alias="format")] = Format.CSV,
    state: CaseState | None = None,
) -> Response:
    """All cases with their contact details as a file, for other systems; a line of the audit log."""
    found = await wired.office.cases.all(tuple(CaseState) if state is None else (state,), EVERYTHING)
    await wired.office.agents.audit(me.name, "export_cases", details={"format": form, "count": len(found)})
    content = as_csv(found) if form is Format.CSV else as_json(found)
    headers = {"Content-Disposition": f'attachment; filename="askcity-cases.{form}"'}
    return Response(content, media_type=MEDIA_TYPES[form], headers=headers | {"Cache-Control": "no-store"})


@router.get("/{number}")
async def read(wired: Wired, me: Me, number: Number) -> dict[str, Any]:
    """One case with its contact details; reading it is a line of the audit log."""
    case = await wired.office.cases.find(number)
    await wired.office.agents.audit(me.name, "read_case", case.conversation, {"number": case.number})
    notes = await wired.office.cases.notes(case.number)
    return {**wire.plain(case), "notes": wire.plain(notes)}


@router.post("/{number}/claim", status_code=204)
async def claim(wired: Wired, me: Me, number: Number) -> None:
    """Take a case; 409 where somebody was faster."""
    await wired.office.cases.claim(number, me.name)


@router.post("/{number}/put-back", status_code=204)
async def put_back(wired: Wired, me: Me, number: Number) -> None:
    """Give a case back."""
    await wired.office.cases.put_back(number, me.name)


@router.post("/{number}/notes", status_code=204)
async def note(wired: Wired, me: Me, number: Number, told: NewNote) -> None:
    """Note something of a case."""
    await wired.office.cases.note(number, me.name, told.text)


@router.post("/{number}/resolve", status_code=204)
async def resolve(wired: Wired, me: Me, number: Number, told: CaseAnswer) -> None:
    """End a case; its citizen is told the answer."""
    await wired.office.cases.resolve(number, me.name, told.outcome, told.answer)
