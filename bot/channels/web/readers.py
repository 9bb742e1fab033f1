"""How many event streams may be open: the newest of a conversation win, an address has a limit."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from askcity.errors import LimitedError
from bot.channels.limits.rules import Matter, refusal
from handoff.bus import Subscription

COME_BACK = 30
"""Seconds after which who was refused may try again."""


@dataclass(frozen=True, slots=True)
class Readership:
    """Streams at most of one conversation and of one address; seconds that a reader may take for what it is sent."""

    of_conversation: int = 8
    of_address: int = 1_000
    patience: float = 30.0


class Readers:
    """The open streams of this process."""

    def __init__(self, allowed: Readership | None = None) -> None:
        self.allowed = allowed or Readership()
        self._addresses: Counter[str] = Counter()
        self._open: dict[str, list[Subscription]] = {}

    def admit(self, address: str | None) -> None:
        """Raise LimitedError where an address has too many streams open."""
        if address is not None and self._addresses[address] >= self.allowed.of_address:
            raise LimitedError(refusal(Matter.STREAM, COME_BACK), COME_BACK)

    @contextmanager
    def reading(self, conversation: str, address: str | None, stream: Subscription) -> Iterator[None]:
        """Have a stream open for the block; the oldest of its conversation is ended where there are too many.

        The oldest, since a phone that changed its network leaves streams behind that nobody reads any more.
        """
        streams = self._open.setdefault(conversation, [])
        if len(streams) >= self.allowed.of_conversation:
            streams.pop(0).close()
        streams.append(stream)
        if address is not None:
            self._addresses[address] += 1
        try:
            yield
        finally:
            self._leave(conversation, address, stream)

    def _leave(self, conversation: str, address: str | None, stream: Subscription) -> None:
        left = [one for one in self._open.get(conversation, ()) if one is not stream]
        if left:
            self._open[conversation] = left
        else:
            self._open.pop(conversation, None)
        if address is not None:
            self._addresses[address] -= 1
            if not self._addresses[address]:
                del self._addresses[address]
