"""The agents' desk as a service."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from handoff.bus import Notice
from handoff.desk import operations
from handoff.desk.values import Canned, Marks, Note, Satisfaction, Saying, Side
from handoff.events import Receipt
from handoff.service import Service

PREVIEW_LASTS = timedelta(seconds=15)


class Desk(Service):
    """What agents do in a conversation beside taking it, and what they see of the citizen."""

    async def say(self, conversation: str, agent: str, saying: Saying) -> Receipt:
        """Say something, once for each `client_id`. Raises NotFound-, Forbidden-, Conflict- and TransitionError."""
        work = partial(operations.say, id_=conversation, agent=agent, saying=saying, now=self._now())
        return await self._write(work, conversation)

    async def note(self, conversation: str, agent: str, text: str, addressee: str | None = None) -> int:
        """Write a private note, or with an addressee a whisper; its id. Raises NotFound- and ForbiddenError."""
        work = partial(
            operations.note,
            id_=conversation,
            agent=agent,
            text=text,
            addressee=addressee,
            now=self._now(),
        )
        written = await self._write(work)
        await self._bus.publish(conversation, Notice.NOTES)
        return written

    async def notes(self, conversation: str, after: int = 0) -> list[Note]:
        """The notes behind the note `after`, in order."""
        return await self._read(partial(operations.notes_of, id_=conversation, after=after))

    async def tag(self, conversation: str, agent: str, tags: Iterable[str]) -> None:
        """Replace a conversation's tags. Raises NotFound- and ForbiddenError."""
        work = partial(operations.tag, id_=conversation, agent=agent, wanted=tuple(tags), now=self._now())
        await self._write(work)

    async def tags(self, conversation: str) -> tuple[str, ...]:
        """A conversation's tags."""
        return await self._read(partial(operations.tags_of, id_=conversation))

    async def read(self, conversation: str, side: Side, seq: int) -> None:
        """Note how far a side has read. Raises NotFoundError."""
        work = partial(operations.mark, id_=conversation, side=side, seq=seq, now=self._now())
        if await self._storage.writer.run(work):
            await self._bus.publish(conversation, Notice.MARKS)

    async def marks(self, conversation: str) -> Marks:
        """How far each side has read."""
        return await self._read(partial(operations.marks_of, id_=conversation))

    async def typing(self, conversation: str) -> None:
        """Tell the citizen that the agent types."""
        await self._bus.publish(conversation, Notice.AGENT_TYPING)

    async def preview(self, conversation: str, text: str) -> None:
        """Show the agent who has the word what the citizen is typing. Raises NotFoundError."""
        work = partial(operations.preview, id_=conversation, text=text, now=self._now())
        await self._storage.writer.run(work)
        await self._bus.publish(conversation, Notice.CITIZEN_TYPING)

    async def previewed(self, conversation: str) -> str:
        """What the citizen is typing."""
        since = self._now() - PREVIEW_LASTS
        return await self._read(partial(operations.preview_of, id_=conversation, since=since))

    async def satisfied(self, conversation: str, opinion: Satisfaction) -> None:
        """Keep what the citizen thought of being served. Raises NotFoundError."""
        await self._write(partial(operations.satisfied, id_=conversation, opinion=opinion, now=self._now()))
        await self._bus.publish(conversation, Notice.OPINION)

    async def satisfaction(self, conversation: str) -> Satisfaction | None:
        """What the citizen thought of being served."""
        return await self._read(partial(operations.satisfaction_of, id_=conversation))

    async def canned(self, agent: str) -> list[Canned]:
        """Everybody's and the agent's own replies, by shortcut."""
        return await self._read(partial(operations.canned_for, agent=agent))

    async def save_canned(self, agent: str, reply: Canned) -> int:
        """Store a reply, a new one with id 0; its id. Raises NotFound-, Forbidden- and ConflictError."""
        return await self._write(partial(operations.save_canned, agent=agent, reply=reply, now=self._now()))

    async def delete_canned(self, agent: str, reply: int) -> None:
        """Delete a reply. Raises NotFound- and ForbiddenError."""
        await self._write(partial(operations.delete_canned, agent=agent, reply=reply, now=self._now()))
