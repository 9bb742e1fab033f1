"""How work reaches the database: done when `run` returns, durable by then, refused when too much waits."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from askcity.errors import ConversationError, OverloadedError

Result = TypeVar("Result")
Work = Callable[[Connection], Result]
"""Reads and writes on one connection. It raises ConversationError before its first write or not at all."""

MOST_WAITING = 2_000
MOST_TOGETHER = 64


class Writer(Protocol):
    """Carries out work in a transaction."""

    async def run(self, work: Work[Result]) -> Result:
        """Do the work and commit. Raises what the work raises, OverloadedError, and SQLAlchemy's errors."""
        ...

    async def close(self) -> None:
        """Finish what has been accepted."""
        ...


class OwnTransactions:
    """Each piece of work in a transaction of its own, for databases that commit many at once themselves."""

    def __init__(self, engine: AsyncEngine, most_waiting: int = MOST_WAITING) -> None:
        self._engine, self._most = engine, most_waiting
        self._waiting = 0

    async def run(self, work: Work[Result]) -> Result:
        """Do the work and commit."""
        _refuse_beyond(self._most, self._waiting)
        self._waiting += 1
        try:
            async with self._engine.begin() as connection:
                return await connection.run_sync(work)
        finally:
            self._waiting -= 1

    async def close(self) -> None:
        """Nothing is left behind by a `run` that has returned."""


class _Job:
    """A piece of work with the future of whoever waits for it."""

    def __init__(self, work: Work[Any]) -> None:
        self.work = work
        self.future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    def attempt(self, connection: Connection) -> Any:
        """The work's result, or the ConversationError that it raised."""
        try:
            return self.work(connection)
        except ConversationError as refusal:
            return refusal

    def settle(self, outcome: Any) -> None:
        """Tell whoever waits, unless they left."""
        if self.future.done():
            return
        if isinstance(outcome, BaseException):
            self.future.set_exception(outcome)
        else:
            self.future.set_result(outcome)


class GroupCommit:
    """One transaction at a time, in one thread, for SQLite: what arrives during a commit shares the next one's fsync."""

    def __init__(self, engine: Engine, most_waiting: int = MOST_WAITING) -> None:
        self._engine, self._most = engine, most_waiting
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="group-commit")
        self._jobs: deque[_Job] = deque()
        self._draining: asyncio.Task[None] | None = None

    async def run(self, work: Work[Result]) -> Result:
        """Do the work and commit."""
        _refuse_beyond(self._most, len(self._jobs))
        job = _Job(work)
        self._jobs.append(job)
        if self._draining is None or self._draining.done():
            self._draining = asyncio.create_task(self._drain(), name="group-commit")
        result: Result = await job.future
        return result

    async def close(self) -> None:
        """Finish what has been accepted."""
        if self._draining is not None:
            await self._draining
        self._thread.shutdown()

    async def _drain(self) -> None:
        while self._jobs:
            jobs = [self._jobs.popleft() for _ in range(min(MOST_TOGETHER, len(self._jobs)))]
            try:
                await self._commit(jobs)
            except (IntegrityError, DataError):
                await self._commit_one_by_one(jobs)
            except Exception as error:  # whoever waits must hear of it, whatever it was
                _settle_all(jobs, error)

    async def _commit(self, jobs: list[_Job]) -> None:
        outcomes = await asyncio.get_running_loop().run_in_executor(self._thread, self._transaction, jobs)
        for job, outcome in zip(jobs, outcomes, strict=True):
            job.settle(outcome)

    def _transaction(self, jobs: list[_Job]) -> list[Any]:
        with self._engine.begin() as connection:
            return [job.attempt(connection) for job in jobs]

    async def _commit_one_by_one(self, jobs: list[_Job]) -> None:
        """After one piece of work spoiled the common transaction: only that one fails."""
        for job in jobs:
            try:
                await self._commit([job])
            except Exception as error:  # as above
                job.settle(error)


def _settle_all(jobs: list[_Job], error: Exception) -> None:
    for job in jobs:
        job.settle(error)


def _refuse_beyond(most: int, waiting: int) -> None:
    if waiting >= most:
        raise OverloadedError(f"{waiting} writes wait for the database already; try again in a few seconds")
