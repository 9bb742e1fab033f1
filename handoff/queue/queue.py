"""The queue as a service."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from handoff.agents import operations as agents
from handoff.queue import figures, lists, offers, operations, tickets
from handoff.queue.figures import Figures
from handoff.queue.lists import Wanted
from handoff.queue.values import Need, Outcome, Place, Row, Target, Ticket
from handoff.service import Service
from handoff.states import Why
from handoff.wording import Occasion
from handoff.writer import Result


class Queue(Service):
    """Passes the word between the bot and the agents; each method returns the `seq` of the last entry written."""

    async def join(self, conversation: str, need: Need) -> int:
        """Queue a conversation, once. Raises NotFoundError and TransitionError."""
        return await self._change(conversation, partial(operations.join, need=need))

    async def cancel(self, conversation: str) -> int:
        """The citizen waits no longer and goes on with the bot. Raises NotFoundError and TransitionError."""
        work = partial(operations.leave, why=Why.CANCELLED, occasion=Occasion.CANCELLED)
        return await self._change(conversation, work)

    async def claim(self, conversation: str, agent: str) -> int:
        """Take a waiting conversation. Raises NotFound-, Forbidden- and ConflictError (somebody was faster)."""
        return await self._change(conversation, partial(operations.claim, agent=agent))

    async def take_over(self, conversation: str, agent: str) -> int:
        """Take a conversation from the bot, the queue or, as a supervisor, an agent. Raises as `claim` does."""
        return await self._change(conversation, partial(operations.take_over, agent=agent))

    async def hand_back(self, conversation: str, agent: str) -> int:
        """Give a conversation back to the bot. Raises NotFound-, Forbidden- and TransitionError."""
        return await self._change(conversation, partial(operations.hand_back, agent=agent))

    async def transfer(self, conversation: str, agent: str, target: Target, note: str = "") -> int:
        """Pass a conversation on, with a private note. Raises NotFound-, Forbidden-, Conflict-, TransitionError."""
        work = partial(operations.transfer, by=agent, target=target, note=note)
        return await self._change(conversation, work)

    async def close(self, conversation: str, agent: str, outcome: Outcome) -> int:
        """End a conversation. Raises NotFound-, Forbidden- and TransitionError."""
        return await self._change(conversation, partial(operations.close, agent=agent, outcome=outcome))

    async def close_by_citizen(self, conversation: str) -> int:
        """End a conversation from the citizen's side. Raises NotFoundError."""
        return await self._change(conversation, operations.close_by_citizen)

    async def waiting(self) -> list[Ticket]:
        """All that wait, in order."""
        return await self._read(tickets.waiting)

    async def held_by(self, agent: str) -> list[Ticket]:
        """What an agent holds, oldest first."""
        return await self._read(partial(tickets.held_by, agent=agent))

    async def places(self) -> Mapping[str, Place]:
        """The place of each conversation that waits."""
        return await self._read(partial(tickets.places, now=self._now()))

    async def listed(self, wanted: Wanted) -> list[Row]:
        """Conversations, the latest change first."""
        return await self._read(partial(lists.listed, wanted=wanted))

    async def figures(self, since: datetime) -> Figures:
        """What became of the handoffs that began since then."""
        return await self._read(partial(figures.figures, since=since))

    async def requeue_abandoned(self) -> int:
        """Put back what agents hold who are not there; how many."""
        abandoned = await self._read(partial(agents.abandoned, now=self._now()))
        moved = [await self._change(id_, operations.requeue) for id_ in abandoned]
        return sum(seq is not None for seq in moved)

    async def remind(self, conversation: str) -> None:
        """Tell one who waits of the other ways."""
        await self._change(conversation, operations.remind)

    async def time_out(self, conversation: str) -> int:
        """End a wait that took too long. Raises NotFoundError and TransitionError."""
        work = partial(operations.leave, why=Why.TIMED_OUT, occasion=Occasion.TIMED_OUT)
        return await self._change(conversation, work)

    async def offer(self) -> int:
        """Point free agents to those who wait, in turn; how many offers were made."""
        made = await self._read(partial(offers.due, now=self._now()))
        for offer in made:
            await self._write(partial(offers.make, offer=offer, now=self._now()))
        return len(made)

    async def _change(self, conversation: str, work: Callable[..., Result]) -> Result:
        return await self._write(partial(work, id_=conversation, now=self._now()), conversation)
