"""Citizens by the thousand: each has one conversation, one open stream on a bare socket, and a journal."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from tests.web.citizen import Heard, heard

OPENED_AT_ONCE = 64
BODY = b'{"locale":"zh-TW"}'


@dataclass
class Sent:
    """One message: when it was due, how the service answered the request, and its place when acknowledged."""

    due: float
    status: int | None = None
    seq: int | None = None
    acknowledged: float | None = None


@dataclass
class Journal:
    """What one citizen knows. `heard` and `broken` are of the stream; `answered` is the moment by question."""

    conversation: str
    token: str
    sent: dict[str, Sent] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    answered: dict[int, float] = field(default_factory=dict)
    broken: bool = False

    def note(self, event: Heard) -> None:
        """Keep what the log holds; the first words of the bot to a question are timed."""
        if event.id is None:
            return
        self.heard.append(event)
        if event.data.get("author") == "bot" and event.data.get("answers") is not None:
            self.answered.setdefault(event.data["answers"], time.monotonic())

    def unanswered(self) -> bool:
        """Whether an acknowledged message has no answer yet."""
        return any(sent.seq is not None and sent.seq not in self.answered for sent in self.sent.values())


class Crowd:
    """Citizens with open streams for the length of the block."""

    def __init__(self, port: int, size: int) -> None:
        self._port, self._size = port, size
        self._gate = asyncio.Semaphore(OPENED_AT_ONCE)
        self._listening: list[asyncio.Task[None]] = []
        self._news = asyncio.Event()
        self.journals: list[Journal] = []

    async def __aenter__(self) -> "Crowd":
        self.journals = await asyncio.gather(*(self._open() for _ in range(self._size)))
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._listening:
            task.cancel()
        await asyncio.gather(*self._listening, return_exceptions=True)

    async def until_answered(self, seconds: float) -> None:
        """Return when every acknowledged message is answered, at the latest after so many seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while any(journal.unanswered() for journal in self.journals):
                    self._news.clear()
                    await self._news.wait()

    async def _open(self) -> Journal:
        """Open a conversation, and on the same connection its stream."""
        async with self._gate:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
            writer.write(_head("POST", "/api/conversations", length=len(BODY)) + BODY)
            opened = json.loads(await reader.readexactly(await _until_body(reader, 201)))
            journal = Journal(opened["id"], opened["token"])
            writer.write(_head("GET", f"/api/conversations/{journal.conversation}/events", journal.token))
            await _until_body(reader, 200)
        self._listening.append(asyncio.create_task(self._listen(journal, reader, writer)))
        return journal

    async def _listen(
        self, journal: Journal, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Follow the stream; it only ends by itself when something is wrong."""
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                async for event in _events(reader):
                    journal.note(event)
                    self._news.set()
            journal.broken = True
        finally:
            writer.close()


def _head(method: str, path: str, token: str | None = None, length: int = 0) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"Authorization: Bearer {token}"] if token else []
    lines += ["Content-Type: application/json", f"Content-Length: {length}"] if length else []
    return "\r\n".join([*lines, "", ""]).encode()


async def _until_body(reader: asyncio.StreamReader, expected: int) -> int:
    """Read a response's head and return the length of its body, 0 where it comes in chunks."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    if first.split()[1] != str(expected):
        raise ConnectionError(first)
    headers = dict(line.lower().split(": ", 1) for line in lines if line)
    return int(headers.get("content-length", 0))


async def _events(reader: asyncio.StreamReader) -> AsyncIterator[Heard]:
    """The events of a body in chunks."""
    rest = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        rest += (await reader.readexactly(size + 2))[:-2]
        whole, found, rest = rest.rpartition(b"\n\n")
        for event in heard(iter((whole + found).decode().split("\n"))):
            yield event
