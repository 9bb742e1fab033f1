"""Counting how often something came in a stretch of time: in this process, or for all processes in Redis or Valkey."""

import math
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from hashlib import blake2b
from typing import TYPE_CHECKING

import structlog
from limits import RateLimitItem
from limits.aio.storage import RedisStorage, Storage
from limits.aio.strategies import FixedWindowRateLimiter
from limits.errors import StorageError

from bot.channels.faults import fault

if TYPE_CHECKING:
    from redis.asyncio import ConnectionPool

log = structlog.get_logger(__name__)

ANSWERS_WITHIN = 0.5
"""Seconds that the server has for a count; citizens wait for it."""
AWAY_FOR = 5.0
"""Seconds after a failure in which the server is not asked again."""
FEW = 1_000


class OwnStorage(Storage):
    """Counts in this process. The library's own looks through all it has at each count; this one, when it has doubled."""

    STORAGE_SCHEME = None

    def __init__(self) -> None:
        super().__init__()
        self._counts: dict[str, tuple[int, float]] = {}
        self._prune_at = FEW

    @property
    def base_exceptions(self) -> type[Exception]:
        """What can go wrong: nothing."""
        return ValueError

    async def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count, from now on for `expiry` seconds where nothing was counted yet."""
        count, until = self._live(key) or (0, time.time() + expiry)
        self._counts[key] = (count + amount, until)
        if len(self._counts) >= self._prune_at:
            self._prune()
        return count + amount

    async def get(self, key: str) -> int:
        """How often it came."""
        return (self._live(key) or (0, 0.0))[0]

    async def get_expiry(self, key: str) -> float:
        """When the count begins anew."""
        kept = self._live(key)
        return kept[1] if kept else time.time()

    async def check(self) -> bool:
        """Whether it works."""
        return True

    async def reset(self) -> int | None:
        """Forget everything."""
        known = len(self._counts)
        self._counts.clear()
        return known

    async def clear(self, key: str) -> None:
        """Forget a count."""
        self._counts.pop(key, None)

    def _live(self, key: str) -> tuple[int, float] | None:
        kept = self._counts.get(key)
        return kept if kept and kept[1] > time.time() else None

    def _prune(self) -> None:
        now = time.time()
        self._counts = {key: kept for key, kept in self._counts.items() if kept[1] > now}
        self._prune_at = max(FEW, 2 * len(self._counts))


class Counters:
    """Counts for whoever asks; while the server is away each process counts by itself."""

    def __init__(self, redis_url: str | None = None) -> None:
        self._own = FixedWindowRateLimiter(OwnStorage())
        self._pool = _pool(redis_url) if redis_url else None
        self._shared = FixedWindowRateLimiter(_shared(self._pool)) if self._pool else None
        self._back_at = 0.0

    async def hit(self, items: Iterable[RateLimitItem], *key: str) -> int:
        """Count one more of `key`; the seconds to wait where that is too much, 0 where it is not.

        A longer limit counts only what the shorter ones let through, so that a short flood does not shut anybody out for long.
        """
        name = blake2b("\0".join(key).encode("utf-8", "replace"), digest_size=12).hexdigest()
        for item in items:
            seconds = await self._hit(item, name)
            if seconds:
                return seconds
        return 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep the connections for the length of the block."""
        try:
            yield
        finally:
            if self._pool is not None:
                await self._pool.aclose()

    async def _hit(self, item: RateLimitItem, name: str) -> int:
        if self._shared is not None and time.monotonic() >= self._back_at:
            try:
                return await _seconds(self._shared, item, name)
            except (
                StorageError,
                OSError,
            ) as error:  # a limit is worth less than an answer: go on by oneself
                log.error("counting_alone", **fault(error))
                self._back_at = time.monotonic() + AWAY_FOR
        return await _seconds(self._own, item, name)


def _pool(url: str) -> "ConnectionPool":
    from redis.asyncio import ConnectionPool  # noqa: PLC0415  (7 MB that one process does not need)

    return ConnectionPool.from_url(url, socket_timeout=ANSWERS_WITHIN, socket_connect_timeout=ANSWERS_WITHIN)


def _shared(pool: "ConnectionPool") -> RedisStorage:
    return RedisStorage(
        "redis://",
        wrap_exceptions=True,
        implementation="redispy",
        key_prefix="askcity:limits",
        connection_pool=pool,  # type: ignore[arg-type]  # documented, and not in the annotation
    )


async def _seconds(limiter: FixedWindowRateLimiter, item: RateLimitItem, name: str) -> int:
    if await limiter.hit(item, name):
        return 0
    window = await limiter.get_window_stats(item, name)
    return max(1, math.ceil(window.reset_time - time.time()))
