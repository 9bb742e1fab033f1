"""One crawl at a time: a lock that ends with its process."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, text

from askcity.errors import BusyError

ADVISORY = 0x61736B63
"""The number of the advisory lock on PostgreSQL."""


@contextmanager
def crawl_lock(data_dir: Path, engine: Engine) -> Iterator[None]:
    """Hold the crawl lock of this machine and, on PostgreSQL, of the whole installation. Raises BusyError."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "crawl.lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise BusyError(
                f"another crawl is running ({file.read().strip()}); wait until it has ended"
            ) from None
        file.truncate(0)
        file.write(f"process {os.getpid()}, since {datetime.now():%Y-%m-%d %H:%M:%S}")
        file.flush()
        with _installation_lock(engine):
            yield


@contextmanager
def _installation_lock(engine: Engine) -> Iterator[None]:
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.connect() as connection:
        if not connection.execute(
            text("select pg_try_advisory_lock(:number)"), {"number": ADVISORY}
        ).scalar():
            raise BusyError("another crawl is running on this database; wait until it has ended")
        try:
            yield
        finally:
            connection.invalidate()  # the lock ends with its session, not with a connection kept in the pool
