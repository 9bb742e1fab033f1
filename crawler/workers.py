"""Extraction in processes of their own: a page that hangs or kills the extractor costs that page only."""

import multiprocessing
import queue
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from crawler.page import Dropped, DropReason, Extracted, Fetched

SECONDS = 60
"""Longest time for one page; documents have limits of their own within it."""


@dataclass(frozen=True, slots=True)
class Job:
    """One response with the agency of its site."""

    fetched: Fetched
    agency: str


class ExtractionPool:
    """A few worker processes, each fed by a thread."""

    def __init__(self, workers: int) -> None:
        self.threads = ThreadPoolExecutor(workers, thread_name_prefix="extract")
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        self._all = [_Worker() for _ in range(workers)]
        for worker in self._all:
            self._idle.put(worker)

    def wait(self) -> None:
        """Wait until the workers can work, so that what is fetched first does not pile up before them."""
        for worker in self._all:
            with suppress(EOFError):  # one that ended is replaced at its first page
                worker.wait()

    def extract(self, job: Job) -> Extracted | Dropped:
        """Extract one response; blocks, and is to be called in `threads`."""
        worker = self._idle.get()
        try:
            return worker.extract(job)
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """End the workers."""
        self.threads.shutdown(cancel_futures=True)
        for worker in self._all:
            worker.stop()


class _Worker:
    """One process, replaced when it hangs or dies."""

    _ready: bool

    def __init__(self) -> None:
        self._start()

    def extract(self, job: Job) -> Extracted | Dropped:
        try:
            self.wait()
            self._pipe.send(job)
            if self._pipe.poll(SECONDS):
                result: Extracted | Dropped = self._pipe.recv()
                return result
            reason = f"not extracted within {SECONDS} seconds"
        except (EOFError, OSError):
            reason = "extraction ended its process"
        self.stop()
        self._start()
        return Dropped(DropReason.UNREADABLE, reason)

    def wait(self) -> None:
        """Wait for the process to say that it is ready. Raises EOFError where it does not."""
        if self._ready:
            return
        if not self._pipe.poll(SECONDS):
            raise EOFError
        self._ready = bool(self._pipe.recv())

    def stop(self) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.join()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process: SpawnProcess = context.Process(target=_work, args=(theirs,), name="extract")
        self._process.start()
        theirs.close()
        self._ready = False


def _work(pipe: Connection) -> None:
    from crawler.extract import extract  # noqa: PLC0415  (only the workers need it)

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the crawl ends the workers when it has ended
    pipe.send(True)
    while True:
        try:
            job: Job = pipe.recv()
        except EOFError:
            return
        pipe.send(extract(job.fetched, job.agency))
