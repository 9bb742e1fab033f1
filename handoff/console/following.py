"""One conversation as its console follows it: the log behind a `seq`, and what is kept beside it."""

from collections.abc import Awaitable, Callable

from askcity.errors import NotFoundError
from handoff.agents.values import Agent
from handoff.bus import Notice, Subscription
from handoff.console import wire
from handoff.console.parts import ConsoleParts
from handoff.console.seeing import may_read, reading
from handoff.console.summary import summary
from handoff.events import Conversation
from handoff.log import PAGE

Send = Callable[[str], Awaitable[None]]
QUIET = 30.0


class Following:
    """Tells a console what comes, as long as its agent may read it."""

    def __init__(self, parts: ConsoleParts, conversation: str, after: int, notes_after: int) -> None:
        self._office, self._dispatch, self._id = parts.office, parts.dispatch, conversation
        self._after, self._notes_after = after, notes_after
        self._act: str | None = None

    async def run(self, agent: Callable[[], Agent], send: Send) -> None:
        """Follow until the conversation is gone or not the agent's to read."""
        with self._office.bus.watch(self._id) as changes:
            try:
                await self._follow(changes, agent, send)
            except NotFoundError:
                await send(wire.packed("gone", conversation=self._id))

    async def _follow(self, changes: Subscription, agent: Callable[[], Agent], send: Send) -> None:
        notices = frozenset({Notice.LOG, Notice.NOTES, Notice.MARKS, Notice.CITIZEN_TYPING})
        while not changes.closed:
            standing = await self._office.log.find(self._id)
            if not may_read(agent(), standing.state, standing.agent):
                await send(wire.packed("hidden", conversation=self._id))
                return
            await self._record(agent(), standing)
            if Notice.LOG in notices:
                await self._tell_events(send)
            if Notice.NOTES in notices:
                await self._tell_notes(send)
            if Notice.MARKS in notices or Notice.LOG in notices:
                await self._tell("marks", marks=await self._office.desk.marks(self._id), send=send)
            if Notice.CITIZEN_TYPING in notices or Notice.LOG in notices:
                await self._tell("typing", text=await self._office.desk.previewed(self._id), send=send)
            if Notice.WORDS in notices:
                await self._tell_changed(send)
            if Notice.DELIVERY in notices or Notice.LOG in notices:
                await self._tell_outgoing(send)
            if Notice.OPINION in notices:
                await self._tell(
                    "opinion", satisfaction=await self._office.desk.satisfaction(self._id), send=send
                )
            notices = await changes.wait(QUIET)

    async def _record(self, agent: Agent, standing: Conversation) -> None:
        """Reading another's conversation is a line of the audit log by whichever way it is read."""
        act = reading(agent, standing.state, standing.agent)
        if act is not None and act != self._act:
            await self._office.agents.audit_reading(agent.name, act, self._id)
        self._act = act

    async def _tell_events(self, send: Send) -> None:
        before = self._after
        while events := await self._office.log.read(self._id, self._after):
            await self._tell("events", events=wire.entries(events), send=send)
            self._after = events[-1].seq
            if len(events) < PAGE:
                break
        if self._after > before:
            await self._tell_summary(send)

    async def _tell_summary(self, send: Send) -> None:
        whole = await self._office.log.read_all(self._id)
        await self._tell("summary", summary=wire.plain(summary(whole)), send=send)

    async def _tell_changed(self, send: Send) -> None:
        """Messages whose words the citizen has changed or taken back."""
        whole = await self._office.log.read_all(self._id)
        changed = [event for event in whole if event.details.get("unsent") or event.details.get("edited")]
        await self._tell("changed", events=wire.entries(changed), send=send)

    async def _tell_outgoing(self, send: Send) -> None:
        outgoing = await self._dispatch.outgoing(self._id)
        if outgoing is not None:
            await self._tell("outgoing", outgoing=wire.plain(outgoing), send=send)

    async def _tell_notes(self, send: Send) -> None:
        notes = await self._office.desk.notes(self._id, self._notes_after)
        if notes:
            self._notes_after = notes[-1].id
            await self._tell("notes", notes=wire.noted(notes), send=send)

    async def _tell(self, kind: str, *, send: Send, **content: object) -> None:
        await send(wire.packed(kind, conversation=self._id, **content))
