"""A process that is killed at its worst moment: after it stored a webhook's events, or after LINE took what it sent."""

import asyncio
import json
import os
import signal
import sys

from bot.channels.line.batches import Way
from bot.channels.line.inbox import Inbox
from bot.channels.line.incoming import events_of
from bot.channels.line.outbox import Outbox
from bot.channels.line.platform import Platform
from bot.channels.line.render import messages
from handoff.bus import LocalBus
from handoff.office import Office, open_office


async def _receive(office: Office, body: str) -> None:
    await Inbox(office.storage, office.bus).receive(events_of(json.loads(body)))


async def _send(office: Office, platform: str) -> None:
    line = Platform("token", platform)
    for batch in await Outbox(office.storage, office.bus).plan(8):
        rendered = messages(batch.events, batch.conversation)
        if batch.way is Way.REPLY:
            await line.reply(batch.reply_token, rendered)
        else:
            await line.push(batch.recipient, rendered, batch.id)


async def _die(what: str, database: str, given: str) -> None:
    office = open_office(database, LocalBus())
    await (_receive if what == "receive" else _send)(office, given)
    os.kill(os.getpid(), signal.SIGKILL)


async def dies(what: str, database: str, given: str) -> None:
    """Let a process of its own do something and be killed then."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.line.dying", what, database, given
    )
    assert await process.wait() == -signal.SIGKILL


if __name__ == "__main__":
    asyncio.run(_die(*sys.argv[1:4]))
