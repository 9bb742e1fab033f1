"""Cases as a service."""

from collections.abc import Sequence
from functools import partial

from askcity.errors import NotFoundError
from handoff.bus import Bus
from handoff.cases import deliveries, numbers, operations
from handoff.cases.deliveries import Delivery
from handoff.cases.values import Case, CaseNote, CaseState, NewCase, Progress, Taken
from handoff.queue.values import Outcome
from handoff.service import Clock, Service, utc_now
from handoff.storage import Storage

UNDONE = (CaseState.OPEN, CaseState.CLAIMED)


class Cases(Service):
    """Messages and reports, from the citizen to the answer; with `deliver` reports go to a webhook too."""

    def __init__(self, storage: Storage, bus: Bus, now: Clock = utc_now, *, deliver: bool = False) -> None:
        super().__init__(storage, bus, now)
        self._deliver = deliver

    async def open(self, conversation: str, new: NewCase) -> Taken:
        """Take a case in, once for each `client_id`. Raises NotFound- and ConflictError."""
        work = partial(
            operations.open_case, id_=conversation, new=new, deliver=self._deliver, now=self._now()
        )
        return await self._write(work, conversation)

    async def look_up(self, number: str, check: str) -> Progress:
        """How far a case is. Raises NotFoundError, for a wrong check as for a wrong number."""
        work = partial(operations.look_up, number=numbers.tidy(number), check=check, now=self._now())
        progress = await self._storage.writer.run(work)
        if progress is None:
            raise NotFoundError("no case with this number and check")
        return progress

    async def claim(self, number: str, agent: str) -> None:
        """Take an open case. Raises NotFound-, Forbidden- and ConflictError (somebody was faster)."""
        await self._write(partial(operations.claim, number=number, agent=agent, now=self._now()))

    async def put_back(self, number: str, agent: str) -> None:
        """Give a claimed case back. Raises NotFound-, Forbidden- and ConflictError."""
        await self._write(partial(operations.put_back, number=number, agent=agent, now=self._now()))

    async def note(self, number: str, agent: str, text: str) -> None:
        """Note something of a case. Raises NotFound- and ForbiddenError."""
        await self._write(partial(operations.note, number=number, agent=agent, text=text, now=self._now()))

    async def resolve(self, number: str, agent: str, outcome: Outcome, answer: str) -> None:
        """End a case; its conversation hears the answer. Raises NotFound-, Forbidden- and ConflictError."""
        case = await self._read(partial(operations.found, number=number))
        work = partial(
            operations.resolve, number=number, agent=agent, outcome=outcome, answer=answer, now=self._now()
        )
        await self._write(work, case.conversation)

    async def find(self, number: str) -> Case:
        """One case. Raises NotFoundError."""
        return await self._read(partial(operations.found, number=numbers.tidy(number)))

    async def all(self, states: Sequence[CaseState] = UNDONE, limit: int = 500) -> list[Case]:
        """The cases in these states, the most pressing first."""
        return await self._read(partial(operations.listed, states=states, limit=limit))

    async def of_conversation(self, conversation: str) -> list[Case]:
        """A conversation's cases, oldest first."""
        return await self._read(partial(operations.of_conversation, id_=conversation))

    async def notes(self, number: str) -> list[CaseNote]:
        """What was noted of a case, in order."""
        return await self._read(partial(operations.notes_of, number=number))

    async def due_deliveries(self, limit: int = 20) -> list[Delivery]:
        """Reports that are to be delivered now."""
        return await self._storage.writer.run(partial(deliveries.take, now=self._now(), limit=limit))

    async def delivered(self, delivery: Delivery, error: str | None) -> None:
        """Note how a delivery went."""
        work = partial(deliveries.settle, delivery=delivery, error=error, now=self._now())
        await self._storage.writer.run(work)
