"""Replies to insert."""

from typing import Any

from handoff.console import wire
from handoff.console.door import Me, RowId, Wired, guarded
from handoff.console.schemas import NewCanned

router = guarded("/canned")


@router.get("")
async def all_replies(wired: Wired, me: Me) -> list[Any]:
    """Everybody's and one's own."""
    return [wire.plain(one) for one in await wired.office.desk.canned(me.name)]


@router.post("", status_code=201)
async def add(wired: Wired, me: Me, reply: NewCanned) -> dict[str, int]:
    """Store a new one; everybody's only as a supervisor."""
    return {"id": await wired.office.desk.save_canned(me.name, reply.value(0, me.name))}


@router.put("/{reply}")
async def change(wired: Wired, me: Me, reply: RowId, wanted: NewCanned) -> dict[str, int]:
    """Replace one."""
    return {"id": await wired.office.desk.save_canned(me.name, wanted.value(reply, me.name))}


@router.delete("/{reply}", status_code=204)
async def delete(wired: Wired, me: Me, reply: RowId) -> None:
    """Delete one."""
    await wired.office.desk.delete_canned(me.name, reply)
