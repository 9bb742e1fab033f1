"""Fan-out between processes over Redis or Valkey: ids only, in one channel.

While the server is away every watcher is told to look at regular intervals, so that nothing but speed is lost.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager, asynccontextmanager

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from handoff.background import background
from handoff.bus import DESK, LocalBus, LocalSubscription, Notice

log = structlog.get_logger(__name__)

CHANNEL = "askcity:notices"
MOST_UNSENT = 10_000
LOOK_EVERY = 1.5
"""Seconds between two looks while the server is away."""
AWAY = (RedisError, OSError, asyncio.TimeoutError)


class RedisBus:
    """A local bus whose notices go to the other processes too, and theirs come in."""

    def __init__(self, url: str, look_every: float = LOOK_EVERY) -> None:
        self._redis: Redis = Redis.from_url(
            url, socket_connect_timeout=2, socket_timeout=5, health_check_interval=5
        )
        self._local = LocalBus()
        self._me, self._look_every = secrets.token_hex(8), look_every
        self._unsent: asyncio.Queue[str] = asyncio.Queue(MOST_UNSENT)

    async def publish(self, conversation: str, notice: Notice) -> None:
        """Tell every watcher in every process; never waits for the server."""
        self._local.tell(conversation, notice)
        if not self._unsent.full():
            self._unsent.put_nowait(f"{self._me} {conversation} {notice}")

    def tell(self, conversation: str, notice: Notice) -> None:
        """Tell the watchers in this process."""
        self._local.tell(conversation, notice)

    def watch(self, conversation: str) -> AbstractContextManager[LocalSubscription]:
        """Watch a conversation for the length of the block."""
        return self._local.watch(conversation)

    def close(self) -> None:
        """End every watch, for good."""
        self._local.close()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Stay connected for the length of the block."""
        try:
            async with background(redis_receive=self._keep(self._receive), redis_send=self._keep(self._send)):
                yield
        finally:
            await self._redis.aclose()

    async def _receive(self) -> None:
        async with self._redis.pubsub() as channel:
            await channel.subscribe(CHANNEL)
            self._tell_all()  # something may have happened while nobody listened
            while True:
                message = await channel.get_message(ignore_subscribe_messages=True, timeout=2)
                if message is not None:
                    self._take(message["data"].decode(errors="replace"))

    async def _send(self) -> None:
        while True:
            await self._redis.publish(CHANNEL, await self._unsent.get())

    async def _keep(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do the work for ever; while the server is away, look instead."""
        while True:
            try:
                await work()
            except AWAY as error:
                log.warning("redis_away", error=type(error).__name__)
                await asyncio.sleep(self._look_every)
                self._tell_all()

    def _take(self, message: str) -> None:
        """Pass on what another process told; what is no notice is none of ours."""
        match message.split(" "):
            case [sender, conversation, notice] if sender != self._me and notice in set(Notice):
                self._local.tell(conversation, Notice(notice))

    def _tell_all(self) -> None:
        for conversation in self._local.watched():
            self._local.tell(conversation, Notice.DESK if conversation == DESK else Notice.LOG)
