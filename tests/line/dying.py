"""A process that stores the events of a webhook body and is killed before it does anything with them."""

import asyncio
import json
import os
import signal
import sys

from bot.channels.line.inbox import Inbox
from bot.channels.line.incoming import events_of
from handoff.bus import LocalBus
from handoff.office import open_office


async def _receive(database: str, body: str) -> None:
    office = open_office(database, LocalBus())
    await Inbox(office.storage, office.bus).receive(events_of(json.loads(body)))
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    asyncio.run(_receive(sys.argv[1], sys.argv[2]))
