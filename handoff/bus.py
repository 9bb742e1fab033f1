"""Fan-out: tells whoever watches a conversation that there is something to read. It carries ids, never content."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from enum import StrEnum
from typing import Protocol

DESK = "desk"
"""The topic of those who watch all conversations at once; the other topics are conversations' ids."""


class Notice(StrEnum):
    """What happened: what to read anew, or that somebody writes."""

    LOG = "log"
    TYPING = "typing"
    AGENT_TYPING = "agent_typing"
    CITIZEN_TYPING = "citizen_typing"
    PLACE = "place"
    NOTES = "notes"
    MARKS = "marks"
    DELIVERY = "delivery"
    WORDS = "words"
    OPINION = "opinion"
    DESK = "desk"
    GONE = "gone"


class Subscription(Protocol):
    """One watcher of one conversation."""

    @property
    def closed(self) -> bool:
        """Whether nothing will come any more."""
        ...

    def close(self) -> None:
        """End the watch; a `wait` under way returns."""
        ...

    async def wait(self, seconds: float) -> frozenset[Notice]:
        """What happened since the last call; empty after `seconds` of silence or when closed."""
        ...


class Bus(Protocol):
    """Carries notices between all that read and write conversations."""

    async def publish(self, conversation: str, notice: Notice) -> None:
        """Tell every watcher of the conversation."""
        ...

    def tell(self, conversation: str, notice: Notice) -> None:
        """Tell the watchers in this process only."""
        ...

    def watch(self, conversation: str) -> AbstractContextManager[Subscription]:
        """Watch a conversation for the length of the block."""
        ...

    def close(self) -> None:
        """End every watch, for good."""
        ...


class LocalSubscription:
    """A watch inside the process; notices that nobody waited for are kept once each."""

    __slots__ = ("_notices", "_waiter", "closed")

    def __init__(self) -> None:
        self._notices: set[Notice] = set()
        self._waiter: asyncio.Future[None] | None = None
        self.closed = False

    def tell(self, notice: Notice) -> None:
        """Note that something happened."""
        self._notices.add(notice)
        self._wake()

    def close(self) -> None:
        """End the watch."""
        self.closed = True
        self._wake()

    async def wait(self, seconds: float) -> frozenset[Notice]:
        """What happened since the last call; empty after `seconds` of silence or when closed."""
        if not self._notices and not self.closed:
            self._waiter = asyncio.get_running_loop().create_future()
            await asyncio.wait((self._waiter,), timeout=seconds)
            self._waiter = None
        notices = frozenset(self._notices)
        self._notices.clear()
        return notices

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class LocalBus:
    """Fan-out inside one process."""

    def __init__(self) -> None:
        self._watchers: defaultdict[str, set[LocalSubscription]] = defaultdict(set)
        self._closed = False

    def __len__(self) -> int:
        """How many watches are open."""
        return sum(map(len, self._watchers.values()))

    async def publish(self, conversation: str, notice: Notice) -> None:
        """Tell every watcher of the conversation."""
        self.tell(conversation, notice)

    def tell(self, conversation: str, notice: Notice) -> None:
        """Tell the watchers in this process, which here are all."""
        for watcher in self._watchers.get(conversation, ()):
            watcher.tell(notice)

    def watched(self) -> tuple[str, ...]:
        """What is watched."""
        return tuple(self._watchers)

    @contextmanager
    def watch(self, conversation: str) -> Iterator[LocalSubscription]:
        """Watch a conversation for the length of the block."""
        subscription = LocalSubscription()
        if self._closed:
            subscription.close()
        self._watchers[conversation].add(subscription)
        try:
            yield subscription
        finally:
            self._watchers[conversation].discard(subscription)
            if not self._watchers[conversation]:
                del self._watchers[conversation]

    def close(self) -> None:
        """End every watch, for good."""
        self._closed = True
        for watchers in self._watchers.values():
            for watcher in watchers:
                watcher.close()
