"""Whose question is next: one conversation of each source in turn, the longest waiting first inside a source."""

import asyncio
import time
from collections import Counter, OrderedDict, deque
from dataclasses import dataclass
from zlib import crc32

LANES = 8
"""Turns that one address has in a round: behind it may be one citizen or a whole school."""


@dataclass(slots=True)
class _Open:
    """A conversation with a question: when it got into the line, and whether something came while it was being served."""

    lane: str
    source: str
    since: float
    more: bool = False


class Turns:
    """The line of the conversations with an open question; each is in it, or being served, once.

    `source` is from where a conversation's questions come, as far as it is known; without one it is a source of its own.
    """

    def __init__(self) -> None:
        self._open: dict[str, _Open] = {}
        self._lanes: OrderedDict[str, deque[str]] = OrderedDict()
        self._sources: Counter[str] = Counter()
        self._waiting = asyncio.Semaphore(0)

    def __len__(self) -> int:
        """Conversations with a question, those being served too."""
        return len(self._open)

    def of(self, source: str | None) -> int:
        """How many of them are of one source."""
        return self._sources[source] if source else 0

    def longest_wait(self) -> float:
        """Seconds for which the first in each lane has waited at most."""
        firsts = (self._open[lane[0]].since for lane in self._lanes.values())
        return max(0.0, time.monotonic() - min(firsts, default=time.monotonic()))

    def join(self, conversation: str, source: str | None = None) -> None:
        """Into the line, or stay in it."""
        known = self._open.get(conversation)
        if known is not None:
            known.more = True
            return
        lane = f"{source} {crc32(conversation.encode()) % LANES}" if source else conversation
        self._open[conversation] = _Open(lane, source or "", 0.0)
        self._sources[source or ""] += 1
        self._line_up(conversation)

    async def next(self) -> tuple[str, float]:
        """Whose turn it is, and for how many seconds it has waited; it is being served until `served`."""
        await self._waiting.acquire()
        lane, waiting = self._lanes.popitem(last=False)
        conversation = waiting.popleft()
        if waiting:
            self._lanes[lane] = waiting  # behind the others
        known = self._open[conversation]
        known.more = False
        return conversation, time.monotonic() - known.since

    def served(self, conversation: str, *, more: bool) -> None:
        """One question was dealt with: to the end of the line where there is another one."""
        known = self._open[conversation]
        if more or known.more:
            self._line_up(conversation)
            return
        del self._open[conversation]
        self._sources[known.source] -= 1
        if not self._sources[known.source]:
            del self._sources[known.source]

    def _line_up(self, conversation: str) -> None:
        known = self._open[conversation]
        known.since = time.monotonic()
        self._lanes.setdefault(known.lane, deque()).append(conversation)
        self._waiting.release()
