"""The way to the database that suits it; each log has one of its own."""

from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from askcity.database import open_async_database, open_database
from handoff.reader import Reader, ReadInThreads, ReadOnLoop
from handoff.writer import GroupCommit, OwnTransactions, Writer


@dataclass(frozen=True, slots=True)
class Storage:
    """How a log reads and writes."""

    writer: Writer
    reader: Reader
    engine: Engine | AsyncEngine

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
        return Storage(GroupCommit(engine), ReadInThreads(engine), engine)
    server = open_async_database(url)
    return Storage(OwnTransactions(server), ReadOnLoop(server), server)
