"""How the log is read: on a connection that never waits for a writer, and off the event loop where that is slow."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from handoff.writer import Result, Work

THREADS = 4


class Reader(Protocol):
    """Carries out reads."""

    async def run(self, work: Work[Result]) -> Result:
        """Do the reads on one connection, in one snapshot."""
        ...

    async def close(self) -> None:
        """Release what reading took."""
        ...


class ReadInThreads:
    """For SQLite, whose calls block: many statements cost one change of thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(sqlite_begin="DEFERRED")
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="log-reader")

    async def run(self, work: Work[Result]) -> Result:
        """Do the reads on one connection, in one snapshot."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._read, work)

    async def close(self) -> None:
        """Let the reads under way end."""
        self._threads.shutdown()

    def _read(self, work: Work[Result]) -> Result:
        with self._engine.connect() as connection:
            return work(connection)


class ReadOnLoop:
    """For database servers, with an asyncio driver."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def run(self, work: Work[Result]) -> Result:
        """Do the reads on one connection."""
        async with self._engine.connect() as connection:
            return await connection.run_sync(work)

    async def close(self) -> None:
        """The engine belongs to whoever made it."""
