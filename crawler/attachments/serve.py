"""The child's side: limits first, then one document after another from standard input until it closes."""

import resource
import struct
import sys
from collections.abc import Callable
from importlib import import_module
from typing import BinaryIO

from crawler.attachments.limits import CHARACTERS
from crawler.attachments.reply import Outcome, RefusedError, Reply, encode

LENGTH = struct.Struct(">Q")
READERS = {
    "pdf": "crawler.attachments.pdf",
    "odt": "crawler.attachments.odf",
    "ods": "crawler.attachments.odf",
    "docx": "crawler.attachments.docx",
    "xlsx": "crawler.attachments.xlsx",
    "csv": "crawler.attachments.plain",
    "text": "crawler.attachments.plain",
}
"""The module that reads a format: `read(body, format_name) -> (markdown, title)`. Imported when first needed."""

Read = Callable[[bytes, str], tuple[str, str]]


def main() -> None:
    """Serves until the parent closes the pipe."""
    memory, seconds = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while (format_name := _frame(source)) is not None:
        body = _frame(source)
        if body is None:
            return
        _limit_processor_time(seconds)
        data = encode(answer(format_name.decode("ascii"), body))
        target.write(LENGTH.pack(len(data)) + data)
        target.flush()


def answer(format_name: str, body: bytes) -> Reply:
    """The reply to one document."""
    try:
        read: Read = import_module(READERS[format_name]).read
        markdown, title = read(body, format_name)
    except RefusedError as error:
        return Reply(error.outcome, detail=str(error))
    except MemoryError:
        return Reply(Outcome.BOMB, detail="needs more memory than a document may take")
    except (
        Exception
    ) as error:  # a document is hostile input to five libraries, each with exceptions of its own
        return Reply(Outcome.BROKEN, detail=f"{type(error).__name__}: {str(error)[:200]}")
    if not markdown.strip():
        return Reply(Outcome.EMPTY, detail="no text")
    return Reply(Outcome.READ, markdown[:CHARACTERS].strip(), title[:500])


def _limit_processor_time(seconds: int) -> None:
    """The kernel ends a child whose parent is no longer there to do it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))


def _frame(source: BinaryIO) -> bytes | None:
    head = source.read(LENGTH.size)
    return source.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else None


if __name__ == "__main__":
    main()
