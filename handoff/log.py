"""The conversation log: every channel reads and writes conversations through it, and it alone."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from handoff import leases, operations, queries, tokens
from handoff.bus import Bus
from handoff.events import Asked, Conversation, Draft, Event, Opened, Rating, Receipt, Waiting
from handoff.queue.values import Need
from handoff.service import Clock, Service, utc_now
from handoff.storage import Storage

PAGE = 200
"""Events read at once."""


class ConversationLog(Service):
    """Append-only logs, one a conversation. What a write returns is durable; then whoever watches is told."""

    def __init__(self, storage: Storage, bus: Bus, now: Clock = utc_now) -> None:
        super().__init__(storage, bus, now)
        self._worker = tokens.new_id()

    async def open(self, locale: str, channel: str = "web", site: str | None = None) -> Opened:
        """A new conversation, in state `bot`, with the citizen's key; `site` is the key of the site it is opened on."""
        opened = Opened(tokens.new_id(), tokens.new_token())
        kept = tokens.digest(opened.token)
        work = partial(
            operations.create,
            id_=opened.id,
            token_digest=kept,
            locale=locale,
            channel=channel,
            site=site,
            now=self._now(),
        )
        await self._write(work)
        return opened

    async def speak(self, conversation: str, locale: str) -> None:
        """Note the language that the citizen reads from now on. Raises NotFoundError."""
        await self._write(partial(operations.speak, id_=conversation, locale=locale))

    async def send(self, conversation: str, client_id: str, text: str) -> Receipt:
        """Store a citizen's message, once for each `client_id`. Raises NotFound-, Conflict- and TransitionError."""
        work = partial(operations.send, id_=conversation, client_id=client_id, text=text, now=self._now())
        return await self._write(work, conversation)

    async def reply(self, asked: Asked, drafts: Sequence[Draft], need: Need | None = None) -> int | None:
        """Write the bot's answer, with a `need` queue the conversation behind it, and return the last `seq`.

        None, and nothing is said, where the bot no longer has the word.
        """
        work = partial(operations.reply, asked=asked, drafts=drafts, need=need, now=self._now())
        return await self._write(work, asked.waiting.conversation)

    async def record_wish(self, conversation: str, wish: Sequence[Draft]) -> Receipt:
        """Record that the citizen wants a person, once as long as nothing else is said."""
        work = partial(operations.record_wish, id_=conversation, wish=wish, now=self._now())
        return await self._write(work, conversation)

    async def rate(self, conversation: str, rating: Rating) -> None:
        """Store what the citizen thinks of an answer. Raises NotFoundError."""
        work = partial(operations.rate, id_=conversation, rating=rating, now=self._now())
        await self._write(work)

    async def authorize(self, conversation: str, token: str) -> None:
        """Raise NotFoundError unless there is such a conversation and the key is its own."""
        await self._read(partial(queries.authorize, id_=conversation, token=token))

    async def find(self, conversation: str) -> Conversation:
        """Where a conversation stands. Raises NotFoundError."""
        return await self._read(partial(queries.find, id_=conversation))

    async def read(self, conversation: str, after: int = 0, limit: int = PAGE) -> list[Event]:
        """The events behind `after`, in order, at most `limit`."""
        return await self._read(partial(queries.read, id_=conversation, after=after, limit=limit))

    async def read_all(self, conversation: str) -> list[Event]:
        """All events, in order."""
        events: list[Event] = []
        while page := await self.read(conversation, after=events[-1].seq if events else 0):
            events += page
        return events

    async def waiting(self, before: datetime, limit: int) -> list[Waiting]:
        """Messages that the bot owes an answer since before the given time, oldest first."""
        work = partial(queries.waiting, before=before, now=self._now(), limit=limit)
        return await self._read(work)

    async def next_question(self, conversation: str, seq: int | None = None) -> Asked | None:
        """The conversation's oldest message that the bot owes an answer, or the one at `seq`, with what was said before it.

        Where several processes answer it is this one's from now on; None where another one is at it.
        """
        if not self._storage.shared:
            return await self._read(partial(queries.next_question, id_=conversation, seq=seq))
        work = partial(leases.take, id_=conversation, worker=self._worker, now=self._now(), seq=seq)
        return await self._storage.writer.run(work)

    async def renew_leases(self) -> None:
        """Say that this process is still at the questions that it has taken."""
        if self._storage.shared:
            work = partial(leases.renew, worker=self._worker, now=self._now())
            await self._storage.writer.run(work)
