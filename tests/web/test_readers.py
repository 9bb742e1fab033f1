"""Open streams and connections: bounded, and whoever takes nothing in or says nothing is let go."""

import asyncio
import dataclasses
import socket
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

from askcity.app import create_app
from askcity.connections import LARGEST_HEAD, Connection
from askcity.settings import Settings
from bot.channels.web.middleware import BodyLimit
from bot.channels.web.readers import Readers, Readership
from tests.web.citizen import Citizen
from tests.web.stub import AROUND_THE_CLOCK, StubAnswerer, StubCity, running

PATIENCE = 10.0


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    """A service that has little patience, and two streams for each conversation and each address."""
    settings = Settings(data_dir=tmp_path, service_hours=AROUND_THE_CLOCK, trusted_proxies="127.0.0.1")
    app = create_app(settings, StubAnswerer(), StubCity())
    readers = Readers(Readership(of_conversation=2, of_address=2, patience=0.3))
    app.state.parts = dataclasses.replace(app.state.parts, readers=readers)
    return app


def figure(url: str, name: str) -> float:
    """A figure of the service."""
    lines = httpx.get(f"{url}/metrics").text.splitlines()
    return float(next(line for line in lines if line.startswith(f"{name} ")).split()[1])


def until(condition: Callable[[], bool]) -> None:
    """Wait until it is so. Fails where it never is."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def opened(url: str, head: str) -> socket.socket:
    """A connection on which the beginning of a request was sent."""
    host, _, port = url.removeprefix("http://").partition(":")
    connection = socket.create_connection((host, int(port)), timeout=PATIENCE)
    connection.sendall(head.encode())
    return connection


def test_one_stream_too_many_ends_the_oldest_of_the_conversation_and_no_other(app: FastAPI) -> None:
    with (
        running(app) as url,
        Citizen(url) as citizen,
        Citizen(url) as other,
        other.stream() as elsewhere,
        citizen.stream() as first,
        citizen.stream() as second,
        citizen.stream() as third,
    ):
        assert list(first) == []
        citizen.send("還在嗎")
        other.send("我也在")
        assert [next(one).data["author"] for one in (second, third, elsewhere)] == ["citizen"] * 3


def test_one_stream_too_many_of_an_address_is_refused_until_another_one_ends(app: FastAPI) -> None:
    home = {"X-Forwarded-For": "198.51.100.7"}
    with running(app) as url, Citizen(url) as citizen, Citizen(url) as other:
        path = f"/api/conversations/{other.id}/events"
        with citizen.stream(**home), citizen.stream(**home):
            refused = other.http.get(path, headers={**other.key, **home})
            assert (refused.status_code, refused.headers["retry-after"]) == (429, "30")
            assert refused.headers["content-type"] == "application/problem+json"
            with other.stream(**{"X-Forwarded-For": "198.51.100.8"}):
                pass
        until(lambda: figure(url, "askcity_open_streams") == 0)
        with other.stream(**home):
            pass


def test_a_reader_who_takes_nothing_in_is_let_go(app: FastAPI) -> None:
    app.state.parts = dataclasses.replace(app.state.parts, heartbeat=0.1)
    with running(app, send_buffer=4_096) as url, Citizen(url) as citizen:
        for number in range(30):
            citizen.send(f"{number}" + "長" * 1_900)
        citizen.hear(60)
        until(lambda: figure(url, "askcity_open_streams") == 0)
        path = f"/api/conversations/{citizen.id}/events?token={citizen.token}"
        with opened(url, "") as deaf:
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1_024)
            deaf.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            until(lambda: figure(url, "askcity_broken_off_streams_total") == 1)
            until(lambda: figure(url, "askcity_open_streams") == 0)


def test_a_body_without_an_end_leaves_no_stream_behind(app: FastAPI) -> None:
    with running(app) as url, Citizen(url) as citizen:
        path = f"/api/conversations/{citizen.id}/events?token={citizen.token}"
        head = f"GET {path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        with opened(url, head) as endless:
            endless.sendall(b"11170\r\n" + b"a" * 0x11170 + b"\r\n")
            until(lambda: figure(url, "askcity_open_streams") == 0)


def test_who_does_not_say_what_is_wanted_is_not_listened_to(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Connection, "head_within", 0.3)
    with running(app) as url, Citizen(url) as citizen, citizen.stream() as events:
        for head in ("", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "):
            with opened(url, head) as silent, pytest.raises(ConnectionResetError):
                while silent.recv(1_024):
                    pass
                raise ConnectionResetError
        citizen.send("一開始就說清楚的不受影響")
        assert next(events).data["author"] == "citizen"


def test_a_head_without_an_end_is_refused(app: FastAPI) -> None:
    with running(app) as url:
        many = "".join(f"X-{number}: {'a' * 1_000}\r\n" for number in range(LARGEST_HEAD // 1_000 + 5))
        with opened(url, f"GET /healthz HTTP/1.1\r\nHost: x\r\n{many}") as endless:
            assert endless.recv(1_024).startswith(b"HTTP/1.1 400")


@pytest.mark.anyio
async def test_a_body_that_takes_too_long_is_refused(anyio_backend: str) -> None:
    async def reading(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()

    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None: ...

    scope = {"type": "http", "path": "/", "headers": []}
    with pytest.raises(Exception, match="408"):
        await BodyLimit(reading, within=0.01)(scope, never, send)


def test_a_resume_point_of_another_conversation_shows_nothing_of_it_and_loses_nothing(app: FastAPI) -> None:
    with running(app) as url, Citizen(url) as citizen, Citizen(url) as other:
        for number in range(3):
            other.send(f"別人的{number}")
        last = other.hear(6)[-1].id
        citizen.send("自己的")
        citizen.hear(2)
        with citizen.stream(**{"Last-Event-ID": str(last)}) as events:
            citizen.send("下一句")
            told = [event for event in (next(events), next(events), next(events)) if event.id]
        assert told[0].data["text"] == "下一句"
        assert not any("別人的" in str(event.data) for event in told)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
