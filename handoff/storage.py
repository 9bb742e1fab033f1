"""The way to the database that suits it; each log has one of its own."""

import asyncio
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.ext.asyncio import AsyncEngine

from askcity.database import BUSY_TIMEOUT_MS, open_async_database, open_database
from handoff.reader import Reader, ReadInThreads, ReadOnLoop
from handoff.writer import GroupCommit, OwnTransactions, Writer

SCRUB_WITHIN_MS = 2_000


@dataclass(frozen=True, slots=True)
class Storage:
    """How a log reads and writes."""

    writer: Writer
    reader: Reader
    engine: Engine | AsyncEngine

    @property
    def shared(self) -> bool:
        """Whether several processes may answer from it."""
        return isinstance(self.engine, AsyncEngine)

    async def scrub(self) -> bool:
        """Let nothing remain of what was deleted: on SQLite the log of changes is emptied into the file.

        False where another process holds that up, so that it is to be tried again.
        """
        return not isinstance(self.engine, Engine) or await asyncio.to_thread(_empty_wal, self.engine)

    async def close(self) -> None:
        """Finish the writes under way and let the database go."""
        await self.writer.close()
        await self.reader.close()
        if isinstance(self.engine, AsyncEngine):
            await self.engine.dispose()
        else:
            self.engine.dispose()


def open_storage(url: str) -> Storage:
    """Open the database at `url`; its schema is brought up to date first.

    SQLite is used from threads of ours rather than through its asyncio driver, which changes threads for each
    statement and thereby takes four times as long.
    """
    if url.startswith("sqlite"):
        engine = open_database(url)
        event.listen(engine, "connect", _overwrite_what_is_deleted)
        return Storage(GroupCommit(engine), ReadInThreads(engine), engine)
    server = open_async_database(url)
    return Storage(OwnTransactions(server), ReadOnLoop(server), server)


def _overwrite_what_is_deleted(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA secure_delete=ON")


def _empty_wal(engine: Engine) -> bool:
    connection = engine.raw_connection()
    cursor = connection.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout={SCRUB_WITHIN_MS}")
        (busy, *_pages) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        connection.close()
    return not busy
