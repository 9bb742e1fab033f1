"""The links themselves: a code is asked for on the web, typed in LINE, agreed to there, and confirmed on the web.

Two confirmations, since there are two ways to be cheated. Who has caught somebody's code and types it in their own LINE is seen
on the web by their name, and turned away there. Who makes somebody type a code of theirs is stopped in LINE, which says what a
code does before it is agreed to. What was said before the link is never told in LINE.
"""

from datetime import datetime
from functools import partial

from sqlalchemy import select

from bot.channels.line.incoming import Speaker
from bot.channels.line.linking import steps
from bot.channels.line.linking.codes import digest, new_code
from bot.channels.line.linking.tables import links
from bot.channels.line.linking.values import Link, Step
from handoff.bus import Bus
from handoff.service import Clock, Service, utc_now
from handoff.storage import Storage

LONGEST_NAME = 40


class Links(Service):
    """Keeps the links. Codes are kept as digests under `key`."""

    def __init__(self, storage: Storage, bus: Bus, key: str, now: Clock = utc_now) -> None:
        super().__init__(storage, bus, now)
        self._key = key

    async def offer(self, conversation: str) -> tuple[str, datetime]:
        """A new code and how long it holds; earlier ones are void. Raises ConflictError and TransitionError."""
        code = new_code()
        work = partial(steps.offer, id_=conversation, kept=digest(code, self._key), now=self._now())
        return code, await self._storage.writer.run(work)

    async def standing(self, conversation: str) -> Link:
        """How far the link of a conversation is."""
        return await self._read(partial(steps.standing, id_=conversation, now=self._now()))

    async def type(self, who: Speaker, code: str, name: str) -> str | None:
        """The conversation of a code that is typed in LINE; None where the code is void or somebody else's."""
        kept = digest(code, self._key)
        work = partial(steps.typed, who=who, kept=kept, name=name[:LONGEST_NAME], now=self._now())
        return await self._storage.writer.run(work)

    async def agree(self, who: Speaker, conversation: str) -> bool:
        """Note that the LINE user wants the link; false where there is nothing of theirs to agree to."""
        work = partial(steps.agree, who=who, id_=conversation, now=self._now())
        return await self._storage.writer.run(work)

    async def refuse(self, who: Speaker, conversation: str) -> None:
        """Give up a link that the LINE user does not want; one that stands is not touched."""
        await self._storage.writer.run(partial(steps.refuse, who=who, id_=conversation))

    async def confirm(self, conversation: str) -> None:
        """Link, as the citizen on the web wishes. Raises ConflictError and TransitionError."""
        await self._write(partial(steps.confirm, id_=conversation, now=self._now()), conversation)

    async def undo(self, conversation: str) -> bool:
        """Unlink, or give a link up that does not stand yet; whether it stood."""
        work = partial(steps.undo, id_=conversation, now=self._now())
        return await self._write(work, conversation)

    async def of(self, who: Speaker) -> str | None:
        """The conversation with which a LINE user is linked."""
        query = select(links.c.conversation_id).where(
            links.c.subject == who.subject, links.c.state == Step.LINKED
        )
        return await self._read(lambda connection: connection.execute(query).scalars().first())
