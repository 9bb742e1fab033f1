"""What passes between the platform and the service, for whoever tries things out by hand."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST = 100


@dataclass(frozen=True, slots=True)
class Happening:
    """A call: `to_service` where the platform made it; `status` 0 means that there was no answer."""

    number: int
    at: float
    to_service: bool
    what: str
    status: int


@dataclass
class Journal:
    """The latest calls, the newest last."""

    kept: deque[Happening] = field(default_factory=lambda: deque(maxlen=MOST))
    number: int = 0

    def note(self, at: float, what: str, status: int, *, to_service: bool = False) -> None:
        """Write a call down."""
        self.number += 1
        self.kept.append(Happening(self.number, at, to_service, what, status))

    def __iter__(self) -> Iterator[Happening]:
        return iter(tuple(self.kept))
