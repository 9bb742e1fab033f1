"""A pause after failures in a row: citizens do not wait for a language model that is known not to answer."""

import threading
import time
from collections.abc import Callable

FAILURES = 3
"""Calls in a row that fail before the model is left alone."""
SECONDS = 15.0
"""How long it is left alone; then one call tries whether it is back."""


class Rest:
    """Knows whether a call may be made; safe to use from many threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._failures, self._until = 0, 0.0

    def allows(self) -> bool:
        """Whether a call may be made now."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            if self._clock() < self._until:
                return False
            self._until = self._clock() + SECONDS  # this call tries; the others go on without
            return True

    def failed(self) -> None:
        """A call has failed."""
        with self._lock:
            self._failures += 1
            self._until = self._clock() + SECONDS

    def succeeded(self) -> None:
        """A call has brought a reply."""
        with self._lock:
            self._failures = 0
