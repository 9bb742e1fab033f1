"""How commands reach the conversations, agents and cases of this machine's settings."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from askcity.settings import load_settings
from handoff.bus import LocalBus
from handoff.office import Office, open_office

Result = TypeVar("Result")


def in_office(work: Callable[[Office], Awaitable[Result]]) -> Result:
    """Do the work in an office that is closed afterwards."""

    async def carried_out() -> Result:
        office = open_office(load_settings().database, LocalBus())
        try:
            return await work(office)
        finally:
            await office.close()

    return asyncio.run(carried_out())
