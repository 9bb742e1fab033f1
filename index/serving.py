"""The current generation for long-running processes: picks up a new one within seconds, without a failed query."""

import ctypes
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

from askcity.errors import AskcityError
from index.generation import Generations
from index.retrieve import Generation

log = structlog.get_logger(__name__)

LOOK_EVERY = 1.0
"""Seconds between two looks at which generation is current."""


def _give_back() -> None:
    """Return to the system what opening an index needed only for a moment: with glibc tens of megabytes that would stay for good."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


class _Held:
    """An open generation with the number of queries that use it; closed by whoever leaves last."""

    def __init__(self, generation: Generation, stamp: int) -> None:
        self.generation, self.stamp = generation, stamp
        self.users = 0
        self.retired = False


class ServingIndex:
    """Lends the current generation to queries; safe to use from many threads."""

    def __init__(self, generations: Generations, opener: Callable[[], Generation]) -> None:
        self._generations, self._opener = generations, opener
        self._lock = threading.Lock()
        self._loading = threading.Lock()
        self._held: _Held | None = None
        self._looked = 0.0

    @contextmanager
    def lend(self) -> Iterator[Generation]:
        """The current generation, kept open for the block. Raises NoIndexError before there is one."""
        held = self._enter()
        try:
            yield held.generation
        finally:
            self._leave(held)

    def close(self) -> None:
        """Give the generation back."""
        with self._lock:
            held, self._held = self._held, None
        if held is not None:
            self._retire(held)

    def _enter(self) -> _Held:
        self._look()
        with self._lock:
            if self._held is not None:
                self._held.users += 1
                return self._held
        self._load()
        return self._enter()

    def _look(self) -> None:
        now = time.monotonic()
        with self._lock:
            held, due = self._held, now - self._looked >= LOOK_EVERY
            if due:
                self._looked = now
        if held is not None and due and self._generations.stamp() != held.stamp:
            threading.Thread(target=self._refresh, name="index-refresh", daemon=True).start()

    def _refresh(self) -> None:
        if not self._loading.acquire(blocking=False):
            return
        try:
            with self._lock:
                held = self._held
            if held is None or held.stamp != self._generations.stamp():  # nobody was faster
                self._swap()
        except (AskcityError, OSError, ValueError) as error:
            log.error("generation_not_loaded", error=str(error))
        finally:
            self._loading.release()

    def _load(self) -> None:
        with self._loading:
            with self._lock:
                if self._held is not None:
                    return
            self._swap()

    def _swap(self) -> None:
        stamp = self._generations.stamp()
        fresh = _Held(self._opener(), stamp)
        _give_back()
        with self._lock:
            old, self._held = self._held, fresh
        log.info("generation_loaded", generation=fresh.generation.manifest.generation)
        if old is not None:
            self._retire(old)

    def _retire(self, held: _Held) -> None:
        with self._lock:
            held.retired = True
            unused = held.users == 0
        if unused:
            held.generation.close()

    def _leave(self, held: _Held) -> None:
        with self._lock:
            held.users -= 1
            last = held.retired and held.users == 0
        if last:
            held.generation.close()
