"""Two web processes over one PostgreSQL database and one Redis."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.databases import postgres_schema
from tests.handoff.redis_server import RedisServer
from tests.web.kills import Service


@dataclass(frozen=True)
class Pair:
    """The processes and what they share; `database` is its URL."""

    first: Service
    second: Service
    redis: RedisServer
    database: str


@contextmanager
def running_pair(folder: Path) -> Iterator[Pair]:
    """Both processes for the block; skips the test where there is no PostgreSQL or Redis."""
    with postgres_schema() as database:
        redis = RedisServer(folder)
        redis.start()
        settings = {"ASKCITY_DATABASE_URL": database, "ASKCITY_REDIS_URL": redis.url}
        services = Service(folder, **settings), Service(folder, **settings)
        try:
            for service in services:
                service.start()
            yield Pair(*services, redis, database)
        finally:
            for service in services:
                service.kill()
            redis.stop()
