"""A service whose answers are made up, run in this process or as one of its own."""

import contextlib
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI

import demo
from askcity.app import create_app
from askcity.commands.serve import Server, listening
from askcity.logs import configure_logs
from askcity.settings import Settings
from bot.answer import Answer, AnswerStatus, Choice, Citation, Partial, Question, Show, unseen
from bot.channels.web import Figures
from tests.databases import sqlite

AROUND_THE_CLOCK = Path(demo.__file__).parent / "service_hours.toml"
QUOTE = "第1胎每名發給新臺幣3萬元，第2胎4萬元"
CITATION = Citation(
    url="https://civil.demo.localhost/birth",
    title="生育津貼申請須知",
    site="示範市政府民政局",
    agency="示範市政府民政局",
    quote=QUOTE,
    page_digest="0" * 64,
    fetched_at=datetime(2026, 11, 20, 3, 0, tzinfo=UTC),
)


def cited(question: Question) -> Answer:
    """An answer that repeats the question and cites one page."""
    return Answer(
        AnswerStatus.ANSWERED, f"關於「{question.text}」：{QUOTE}。", 0.91, (CITATION,), agencies=("民政局",)
    )


def clarifying(_question: Question) -> Answer:
    """An answer that asks back."""
    choices = (Choice("申請生育津貼", "民政局", None), Choice("申請育兒津貼", "社會局", None))
    return Answer(AnswerStatus.CLARIFY, "您想問的是下面哪一項？", 0.4, choices=choices)


@dataclass
class StubAnswerer:
    """Answers with a function of the question, which may be exchanged; `gate` holds answers back while it is set, behind
    `beginnings`."""

    make: Callable[[Question], Answer] = cited
    gate: Callable[[], Awaitable[None]] | None = None
    beginnings: tuple[Partial, ...] = ()

    async def answer(self, question: Question, show: Show = unseen) -> Answer:
        for beginning in self.beginnings:
            show(beginning)
        if self.gate is not None:
            await self.gate()
        return self.make(question)


@dataclass
class StubCity:
    """A city with figures; `lacking` says what keeps it from being ready."""

    lacking: str | None = None

    async def figures(self) -> Figures:
        return Figures(84, 1_532, 28, datetime(2026, 11, 22, tzinfo=UTC))

    async def missing(self) -> str | None:
        return self.lacking


def application(data_dir: Path, answerer: StubAnswerer, city: StubCity | None = None) -> FastAPI:
    """The real application over a database in a folder, with made-up answers."""
    settings = Settings(data_dir=data_dir, service_hours=AROUND_THE_CLOCK)
    if settings.database.startswith("sqlite"):
        sqlite(data_dir / "askcity.sqlite3")
    return create_app(settings, answerer, city or StubCity())


class _Announcing(Server):
    """Says when it takes requests."""

    def __init__(self, app: FastAPI) -> None:
        super().__init__(app)
        self.up = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


@contextlib.contextmanager
def running(
    app: FastAPI, host: str = "127.0.0.1", port: int = 0, *, send_buffer: int | None = None
) -> Iterator[str]:
    """Serve an application in a thread and yield its address; `send_buffer` is in bytes, of each connection."""
    with listening(host, port) as listener:
        if send_buffer is not None:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)
        server = _Announcing(app)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        assert server.up.wait(20), "the service did not come up"
        try:
            yield f"http://{host}:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(20)


if __name__ == "__main__":
    configure_logs("INFO")
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    with listening("127.0.0.1", port) as own:
        Server(application(folder, StubAnswerer())).run(sockets=[own])
