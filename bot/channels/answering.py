"""Answering in the background: every durable question gets one answer, whatever dies in between.

The log's table of open questions is the queue; what is kept here is only which conversations to look at next.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from askcity.errors import ConflictError, OverloadedError
from bot.answer import AnswerStatus, Partial
from bot.channels import entries
from bot.channels.faults import fault
from bot.channels.metrics import Metrics
from bot.channels.responding import Haste, Responder
from bot.channels.responses import Response, says
from bot.channels.turns import Turns
from bot.channels.wording import Occasion
from handoff.background import background
from handoff.bus import Notice
from handoff.events import Asked, Author, Draft
from handoff.office import Office
from handoff.service import utc_now

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How much is answered at once; what is open for `overdue` seconds is looked at again every `sweep_every`.

    Who had to wait for longer than `hurry_after` seconds gets an answer without what costs most.
    """

    workers: int = 8
    most_waiting: int = 5_000
    most_of_one_source: int = 1_000
    hurry_after: float = 1.5
    overdue: float = 20.0
    sweep_every: float = 5.0


class Answering:
    """Takes conversations with an open question in turn; one question at a time in each."""

    def __init__(
        self, office: Office, responder: Responder, metrics: Metrics, pace: Pace | None = None
    ) -> None:
        self._log, self._bus, self._lane = office.log, office.bus, office.lane
        self._cases = office.cases
        self._responder, self._metrics = responder, metrics
        self._pace = pace or Pace()
        self._turns = Turns()
        self._endangered: asyncio.Queue[tuple[str, int]] = asyncio.Queue()
        self._begun: dict[str, str] = {}
        metrics.waiting.set_function(self._turns.__len__)
        metrics.longest_wait.set_function(self._turns.longest_wait)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Answer for the length of the block, first of all what an earlier process left open."""
        workers = {f"answering_{number}": self._work() for number in range(self._pace.workers)}
        async with background(**workers, answering_danger=self._help(), answering_sweep=self._sweep()):
            yield

    def admit(self, source: str | None = None) -> None:
        """Raise OverloadedError where another question would wait too long, or its source has too many waiting."""
        if len(self._turns) >= self._pace.most_waiting:
            raise OverloadedError("too many questions wait for an answer already; try again in a minute")
        if self._turns.of(source) >= self._pace.most_of_one_source:
            raise OverloadedError("too many questions from this network wait already; try again in a minute")

    def notice(self, conversation: str, source: str | None = None) -> None:
        """Look at a conversation soon: it has a question."""
        self._turns.join(conversation, source)

    def hurry(self, conversation: str, seq: int) -> None:
        """Look at a message at once: it tells of danger."""
        self._endangered.put_nowait((conversation, seq))

    def begun(self, conversation: str) -> str | None:
        """The beginning of the answer that is being written in this process."""
        return self._begun.get(conversation)

    async def _work(self) -> None:
        while True:
            conversation, waited = await self._turns.next()
            self._metrics.waited.observe(waited)
            haste = Haste.HURRIED if waited > self._pace.hurry_after else Haste.NONE
            try:
                more = await self._answer_next(conversation, haste)
            except (
                Exception
            ) as error:  # the worker must outlive any fault; the sweep brings the question back
                log.error("question_left_open", conversation=conversation, **fault(error))
                more = False
            self._turns.served(conversation, more=more)

    async def _help(self) -> None:
        """Answer what tells of danger beside the line and before everything else; then the line looks what is left."""
        while True:
            conversation, seq = await self._endangered.get()
            try:
                await self._answer_next(conversation, Haste.DANGER, seq)
            except Exception as error:  # as above
                log.error("question_left_open", conversation=conversation, **fault(error))
            self._turns.join(conversation)

    async def _answer_next(self, conversation: str, haste: Haste, seq: int | None = None) -> bool:
        """Answer one question; whether to look at the conversation again."""
        asked = await self._log.next_question(conversation, seq)
        if asked is None:
            return False
        await self._bus.publish(conversation, Notice.TYPING)
        with self._metrics.answering.time():
            response = await self._filed(asked, await self._respond(asked, haste))
        if response.holding is None:
            seq = await self._log.reply(asked, response.drafts, response.need)
        else:
            seq = await self._lane.hold(asked, response.drafts, response.holding)
        status = _status(response.drafts) if seq is not None else "withheld"
        self._metrics.answers.labels(status).inc()
        if haste is Haste.HURRIED:
            self._metrics.hurried.inc()
        log.info(
            "question_answered", conversation=conversation, question=asked.waiting.seq, seq=seq, status=status
        )
        return asked.more or seq is None

    async def _filed(self, asked: Asked, response: Response) -> Response:
        """The response once its case is opened: once for each message, whatever dies in between."""
        if response.case is None:
            return response
        try:
            await self._cases.open(asked.waiting.conversation, response.case)
        except ConflictError:  # too many are open already
            return says(asked, replace(entries.apology(Occasion.REPORTS_FULL), status=AnswerStatus.REFUSED))
        return response

    async def _respond(self, asked: Asked, haste: Haste) -> Response:
        """The response; watchers in this process see its beginning, which is nowhere else."""
        conversation = asked.waiting.conversation

        def show(beginning: Partial) -> None:
            self._begun[conversation] = beginning.text
            self._bus.tell(conversation, Notice.TYPING)

        try:
            return await self._responder.respond(asked, show, haste)
        finally:
            self._begun.pop(conversation, None)

    async def _sweep(self) -> None:
        """Keep the leases, and bring back what a dead process or a fault left open: all of it at the start, then what
        is overdue."""
        overdue = timedelta(0)
        while True:
            try:
                await self._log.renew_leases()
                for waiting in await self._log.waiting(utc_now() - overdue, self._pace.most_waiting):
                    self.notice(waiting.conversation)
            except Exception as error:  # the database may be away for a while; the next round tries again
                log.error("sweep_failed", **fault(error))
            await asyncio.sleep(self._pace.sweep_every)
            overdue = timedelta(seconds=self._pace.overdue)


def _status(drafts: list[Draft]) -> str:
    """How the turn ended, for the figures."""
    return next(str(draft.details["status"]) for draft in drafts if draft.author is Author.BOT)
