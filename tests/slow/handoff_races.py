"""Races of the handoff on SQLite, and on PostgreSQL where there is one; prints figures: `python -m tests.slow.handoff_races`.

200 rounds of 50 claims at once; 1,000 rounds of an agent against a slow composer; 50 kills in the middle of handoffs.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from askcity.logs import configure_logs
from handoff.bus import LocalBus
from handoff.office import open_office
from tests.databases import postgres_schema
from tests.handoff import dying
from tests.handoff.checker import faults, lost
from tests.handoff.races import claim_race, speaking_race


async def races(database: str) -> list[str]:
    """Both races on one database; what is wrong afterwards."""
    office = open_office(database, LocalBus())
    claims = await claim_race(office, rounds=200, agents=50)
    print(f"claims: {claims.won} won, {claims.refused} refused")
    answered = await speaking_race(office, rounds=1_000)
    print(f"slow composer: 1000 rounds, {answered} answers before the agent came")
    await office.close()
    wrong = [] if (claims.won, claims.refused) == (200, 9_800) else [str(claims)]
    return wrong + faults(database)


def kills(database: str) -> list[str]:
    """Kills in the middle of handoffs; what is lost or wrong afterwards."""
    told = dying.run(database, kills=50, acts_before_a_kill=400)
    print(f"kills: 50, acknowledged: {len(told)}")
    return lost(database, ((one.conversation, one.seq) for one in told)) + faults(database)


@contextmanager
def sqlite() -> Iterator[str]:
    """A database in a folder that goes."""
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'a.sqlite3'}"


def main() -> int:
    """Run and judge; non-zero where anything is wrong."""
    configure_logs("WARNING")
    wrong: list[str] = []
    for database in (sqlite, postgres_schema):
        for judged in (lambda url: asyncio.run(races(url)), kills):
            begun = time.monotonic()
            try:
                with database() as url:
                    print(url.partition(":")[0])
                    found = judged(url)
            except pytest.skip.Exception as reason:
                print(reason)
                continue
            print(f"faults: {len(found)} ({time.monotonic() - begun:.0f} s)")
            wrong += found
    for line in wrong[:20]:
        print(line)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
