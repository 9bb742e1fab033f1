"""The event stream: resumes, nothing lost or repeated, ends cleanly."""

import asyncio
import contextlib
import dataclasses
import socket
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.web.citizen import Citizen, heard
from tests.web.stub import StubAnswerer, application, running


def test_a_stream_resumes_behind_the_last_event_seen(citizen: Citizen) -> None:
    for number in range(3):
        citizen.send(str(number))
    everything = citizen.hear(6)
    assert [event.id for event in citizen.hear(4, **{"Last-Event-ID": "2"})] == [3, 4, 5, 6]
    assert [event.id for event in citizen.hear(2, after=4)] == [5, 6]
    assert citizen.hear(4, after=2) == everything[2:]


def test_the_browsers_own_resume_point_wins_over_the_address(citizen: Citizen) -> None:
    citizen.send("一")
    citizen.send("二")
    citizen.hear(4)
    assert citizen.hear(1, after=0, **{"Last-Event-ID": "3"})[0].id == 4


def test_five_hundred_missed_events_come_whole_and_in_order(citizen: Citizen) -> None:
    for number in range(250):
        assert citizen.send(f"第{number}句").status_code == 202
    events = citizen.hear(500)
    resumed = events[:7] + citizen.hear(493, **{"Last-Event-ID": "7"})
    assert [event.id for event in resumed] == list(range(1, 501))
    assert resumed == events


@pytest.mark.parametrize("nonsense", ["-5", "abc", "", "1e9", "٣", "99999999999999999999"])
def test_a_resume_point_that_is_no_number_means_the_beginning(citizen: Citizen, nonsense: str) -> None:
    citizen.send("你好")
    with citizen.http.stream(
        "GET",
        f"/api/conversations/{citizen.id}/events",
        headers={**citizen.key, b"Last-Event-ID": nonsense.encode()},  # type: ignore[dict-item]
    ) as response:
        assert next(heard(response.iter_lines())).id == 1


def test_a_resume_point_in_the_future_loses_nothing_that_comes(citizen: Citizen) -> None:
    citizen.send("一")
    citizen.hear(2)
    with citizen.stream(**{"Last-Event-ID": "999"}) as events:
        citizen.send("二")
        assert next(event for event in events if event.id).data["text"] == "二"


@pytest.mark.parametrize("after", ["-1", "x", "99999999999"])
def test_a_wrong_resume_point_in_the_address_is_a_problem_document(citizen: Citizen, after: str) -> None:
    response = citizen.http.get(f"/api/conversations/{citizen.id}/events?after={after}", headers=citizen.key)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_an_event_source_may_hold_the_token_in_the_address(citizen: Citizen) -> None:
    citizen.send("你好")
    path = f"/api/conversations/{citizen.id}/events?token={citizen.token}"
    with citizen.http.stream("GET", path) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert next(heard(response.iter_lines())).id == 1


def test_an_open_stream_hears_a_message_and_that_the_bot_composes(
    citizen: Citizen, answerer: StubAnswerer
) -> None:
    composing = threading.Event()

    async def gate() -> None:
        await asyncio.to_thread(composing.wait, 20)

    answerer.gate = gate
    with citizen.stream() as events:
        citizen.send("你好")
        assert next(events).data["author"] == "citizen"
        typing = next(events)
        assert (typing.kind, typing.id) == ("typing", None)
        composing.set()
        assert next(events).data["author"] == "bot"


def test_a_silent_stream_shows_that_it_is_alive(tmp_path: Path) -> None:
    app = application(tmp_path, StubAnswerer())
    app.state.parts = dataclasses.replace(app.state.parts, heartbeat=0.05)
    with running(app) as url, Citizen(url) as citizen:
        path = f"/api/conversations/{citizen.id}/events"
        with citizen.http.stream("GET", path, headers=citizen.key) as response:
            lines = (line for line in response.iter_lines() if line.startswith(":"))
            assert [next(lines), next(lines)] == [": still here"] * 2


def test_a_reader_who_leaves_is_forgotten(citizen: Citizen, service: str) -> None:
    def streams() -> str:
        figures = httpx.get(f"{service}/metrics").text
        return next(line for line in figures.splitlines() if line.startswith("askcity_open_streams "))

    with citizen.stream() as events:
        citizen.send("你好")
        next(events)
        assert streams() == "askcity_open_streams 1.0"
    until = time.monotonic() + 5
    while streams() != "askcity_open_streams 0.0" and time.monotonic() < until:
        time.sleep(0.02)
    assert streams() == "askcity_open_streams 0.0"


def test_open_streams_do_not_hold_up_the_end_of_the_service(tmp_path: Path) -> None:
    with contextlib.ExitStack() as service:
        citizen = Citizen(service.enter_context(running(application(tmp_path, StubAnswerer()))))
        with citizen.stream() as events:
            begun = time.monotonic()
            service.close()
            assert list(events) == []
            assert time.monotonic() - begun < 5
        citizen.http.close()


def test_a_reader_who_never_reads_does_not_slow_the_others(citizen: Citizen) -> None:
    host, port = citizen.http.base_url.host, citizen.http.base_url.port
    with socket.create_connection((host, port)) as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1_024)
        path = f"/api/conversations/{citizen.id}/events?token={citizen.token}"
        deaf.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        for number in range(20):
            citizen.send(f"{number}" + "長" * 1_500)
        assert [event.id for event in citizen.hear(40)] == list(range(1, 41))
