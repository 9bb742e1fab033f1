"""Answering in the background: every durable question gets one answer, whatever dies in between.

The log's table of open questions is the queue; what is kept here is only which conversations to look at next.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import structlog

from askcity.clock import TAIPEI
from askcity.errors import OverloadedError
from bot.answer import Answer, Question
from bot.channels.entries import answered, apology, notice_of_masking, turns
from bot.channels.faults import fault
from bot.channels.metrics import Metrics
from bot.channels.wording import Occasion
from handoff.bus import Bus, Notice
from handoff.events import Asked, Draft
from handoff.log import ConversationLog
from handoff.service import utc_now

log = structlog.get_logger(__name__)


class Answerer(Protocol):
    """Whatever finds answers."""

    async def answer(self, question: Question) -> Answer:
        """One turn's answer."""
        ...


@dataclass(frozen=True, slots=True)
class Pace:
    """How much is answered at once and how long anything may take; times are in seconds."""

    workers: int = 8
    most_waiting: int = 5_000
    answer_within: float = 60.0
    sweep_every: float = 30.0
    too_late: float = 3_600.0


class Answering:
    """Takes conversations with an open question in turn; one question at a time in each."""

    def __init__(
        self, log_: ConversationLog, bus: Bus, answerer: Answerer, metrics: Metrics, pace: Pace | None = None
    ) -> None:
        self._log, self._bus, self._answerer, self._metrics = log_, bus, answerer, metrics
        self._pace = pace or Pace()
        self._queue: asyncio.Queue[str] = asyncio.Queue()
        self._known: dict[str, bool] = {}
        metrics.waiting.set_function(lambda: len(self._known))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Answer for the length of the block, first of all what an earlier process left open."""
        tasks = [
            asyncio.create_task(self._work(), name=f"answering-{number}")
            for number in range(self._pace.workers)
        ]
        tasks.append(asyncio.create_task(self._sweep(), name="answering-sweep"))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def admit(self) -> None:
        """Raise OverloadedError where another question would wait too long."""
        if len(self._known) >= self._pace.most_waiting:
            raise OverloadedError("too many questions wait for an answer already; try again in a minute")

    def notice(self, conversation: str) -> None:
        """Look at a conversation soon: it has a question."""
        if conversation in self._known:
            self._known[conversation] = True
        else:
            self._known[conversation] = False
            self._queue.put_nowait(conversation)

    async def _work(self) -> None:
        while True:
            conversation = await self._queue.get()
            self._known[conversation] = False
            try:
                more = await self._answer_next(conversation)
            except (
                Exception
            ) as error:  # the worker must outlive any fault; the sweep brings the question back
                log.error("question_left_open", conversation=conversation, **fault(error))
                more = False
            self._go_on(conversation, more)

    def _go_on(self, conversation: str, more: bool) -> None:
        """Back to the end of the line with a conversation that has more questions, so that none holds up the others."""
        if more or self._known[conversation]:
            self._queue.put_nowait(conversation)
        else:
            del self._known[conversation]

    async def _answer_next(self, conversation: str) -> bool:
        asked = await self._log.next_question(conversation)
        if asked is None:
            return False
        await self._bus.publish(conversation, Notice.TYPING)
        with self._metrics.answering.time():
            drafts = [*notice_of_masking(asked), *await self._drafts(asked)]
        seq = await self._log.reply(asked, drafts)
        status = drafts[-1].details["status"] if seq is not None else "withheld"
        self._metrics.answers.labels(status).inc()
        log.info(
            "question_answered", conversation=conversation, question=asked.waiting.seq, seq=seq, status=status
        )
        return True

    async def _drafts(self, asked: Asked) -> list[Draft]:
        now, seq = utc_now(), asked.waiting.seq
        if now - asked.waiting.asked_at > timedelta(seconds=self._pace.too_late):
            return apology(Occasion.ANSWER_LATE, seq)
        question = Question(asked.text, now.astimezone(TAIPEI), turns(asked.history), asked.locale)
        try:
            async with asyncio.timeout(self._pace.answer_within):
                return answered(await self._answerer.answer(question), seq)
        except Exception as error:  # the citizen must hear something, whatever went wrong
            log.error("answer_failed", conversation=asked.waiting.conversation, question=seq, **fault(error))
            return apology(Occasion.ANSWER_FAILED, seq)

    async def _sweep(self) -> None:
        """Bring back what a dead process or a fault left open: all of it at the start, then what is overdue."""
        overdue = timedelta(0)
        while True:
            try:
                for waiting in await self._log.waiting(utc_now() - overdue, self._pace.most_waiting):
                    self.notice(waiting.conversation)
            except Exception as error:  # the database may be away for a while; the next round tries again
                log.error("sweep_failed", **fault(error))
            await asyncio.sleep(self._pace.sweep_every)
            overdue = timedelta(seconds=self._pace.answer_within)
