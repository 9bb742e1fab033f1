"""The parent's side of the reading child: one per process, kept warm, killed and replaced on any limit."""

import atexit
import os
import selectors
import struct
import subprocess
import sys
import time
from pathlib import Path
from threading import Lock
from typing import Self

from crawler.attachments.limits import CHARACTERS, DOCUMENTS_PER_CHILD, MEMORY, SECONDS
from crawler.attachments.reply import Reply, decode
from crawler.page import DropReason

ROOT = Path(__file__).resolve().parents[2]
LENGTH = struct.Struct(">Q")
MAX_REPLY = 16 * CHARACTERS


class ChildFailedError(Exception):
    """The child was killed or died over a document; `reason` is what the page is dropped for."""

    def __init__(self, reason: DropReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class ChildReader:
    """Reads documents in a child process. `seconds` and `memory` (bytes) are the limits for one document."""

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds, self._memory = seconds, memory
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0
        self._owner = os.getpid()
        self._lock = Lock()

    def read(self, format_name: str, body: bytes) -> Reply:
        """What the child makes of a document. Raises ChildFailedError when it exceeds a limit or dies."""
        with self._lock:
            deadline = time.monotonic() + self._seconds
            process = self._running()
            try:
                _send(process, format_name.encode("ascii"), deadline)
                _send(process, body, deadline)
                reply = decode(_receive(process, deadline))
            except TimeoutError:
                self.close()
                raise ChildFailedError(
                    DropReason.UNREADABLE, f"not read within {self._seconds:.0f} s"
                ) from None
            except (OSError, EOFError, ValueError) as error:
                self.close()
                raise ChildFailedError(
                    DropReason.UNREADABLE, f"the reader died over it ({error or 'no reply'})"
                ) from None
            self._served += 1
            return reply

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the child; the next document starts another."""
        process, self._process, self._served = self._process, None, 0
        if process is None:
            return
        if self._owner == os.getpid():
            process.kill()
            process.wait()
        else:
            # the child of the process that this one was forked from: not ours to talk to, end or wait for
            process.returncode, self._owner = 0, os.getpid()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()

    def _running(self) -> subprocess.Popen[bytes]:
        process = self._process
        worn = self._served >= DOCUMENTS_PER_CHILD or self._owner != os.getpid()
        if process is not None and (worn or process.poll() is not None):
            self.close()
        if self._process is None:
            self._process, self._owner = _start(self._seconds, self._memory), os.getpid()
        return self._process


_shared: list[ChildReader] = []


def shared_reader() -> ChildReader:
    """The reader of this process, started at the first document and ended with the process."""
    if not _shared:
        _shared.append(ChildReader())
        atexit.register(_shared[0].close)
    return _shared[0]


def _start(seconds: float, memory: int) -> subprocess.Popen[bytes]:
    """A child with a bare environment: what reads hostile documents is not given the program's keys."""
    # nothing of a document reaches the command line: it is our own module under our own interpreter
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "crawler.attachments.serve", str(memory), str(int(seconds))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env={
            "PYTHONPATH": str(ROOT),
            "PATH": os.environ.get("PATH", ""),
            "LANG": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    )


def _send(process: subprocess.Popen[bytes], data: bytes, deadline: float) -> None:
    assert process.stdin is not None
    view = memoryview(LENGTH.pack(len(data)) + data)
    descriptor = process.stdin.fileno()
    os.set_blocking(descriptor, False)
    while view:
        _wait(descriptor, selectors.EVENT_WRITE, deadline)
        view = view[os.write(descriptor, view[:65_536]) :]


def _receive(process: subprocess.Popen[bytes], deadline: float) -> bytes:
    (length,) = LENGTH.unpack(_receive_exactly(process, LENGTH.size, deadline))
    if length > MAX_REPLY:
        raise ValueError(f"a reply of {length} bytes")
    return _receive_exactly(process, length, deadline)


def _receive_exactly(process: subprocess.Popen[bytes], count: int, deadline: float) -> bytes:
    assert process.stdout is not None
    descriptor = process.stdout.fileno()
    parts: list[bytes] = []
    while count:
        _wait(descriptor, selectors.EVENT_READ, deadline)
        part = os.read(descriptor, min(count, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def _wait(descriptor: int, event: int, deadline: float) -> None:
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, event)
        if not selector.select(max(0.0, deadline - time.monotonic())):
            raise TimeoutError
