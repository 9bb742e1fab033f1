"""Reports on their way to the city's dispatch system."""

import asyncio
import hashlib
import hmac
import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from handoff.bus import LocalBus
from handoff.cases.values import NewCase, Report
from handoff.cases.webhook import Hook, Webhook
from handoff.office import Arrangement, Office, open_office
from tests.databases import sqlite
from tests.handoff.clock import Clock

pytestmark = pytest.mark.anyio

SECRET = "between us"
REPORT = NewCase("c1", "", report=Report("light", "路燈不亮", "公園旁"))


@dataclass
class Receiver:
    """A dispatch system that answers with the statuses in `answers`, then with 200."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.heard.append((dict(self.headers), body))
            self.send_response(receiver.answers.pop(0) if receiver.answers else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    receiver.url = f"http://127.0.0.1:{server.server_port}/reports"
    yield receiver
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> Iterator[Office]:
    url = sqlite(tmp_path / "a.sqlite3")
    office = open_office(url, LocalBus(), clock, Arrangement(deliver_reports=True))
    yield office
    asyncio.run(office.close())


async def reported(office: Office, new: NewCase = REPORT) -> str:
    return (await office.cases.open((await office.log.open("zh-TW")).id, new)).number


async def test_a_report_arrives_once_and_signed(office: Office, receiver: Receiver, clock: Clock) -> None:
    number = await reported(office)
    webhook = Webhook(office.cases, Hook(receiver.url, SECRET), clock)
    assert [await webhook.deliver(), await webhook.deliver()] == [1, 0]
    ((headers, body),) = receiver.heard
    signed = headers["X-Askcity-Timestamp"].encode() + b"." + body
    expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["X-Askcity-Signature"] == f"sha256={expected}"
    assert json.loads(body)["number"] == number


async def test_what_failed_is_tried_again_later_under_the_same_delivery(
    office: Office, receiver: Receiver, clock: Clock
) -> None:
    await reported(office)
    receiver.answers = [500, 302]
    webhook = Webhook(office.cases, Hook(receiver.url, SECRET), clock)
    tried = []
    for pause in (0, 5, 6, 61):
        clock.advance(seconds=pause)
        tried.append(await webhook.deliver())
    assert tried == [1, 0, 1, 1]
    assert len({headers["X-Askcity-Delivery"] for headers, _ in receiver.heard}) == 1
    clock.advance(days=2)
    assert await webhook.deliver() == 0


async def test_what_a_dead_process_had_taken_is_tried_again(
    office: Office, receiver: Receiver, clock: Clock
) -> None:
    await reported(office)
    assert len(await office.cases.due_deliveries()) == 1
    webhook = Webhook(office.cases, Hook(receiver.url, SECRET), clock)
    assert await webhook.deliver() == 0
    clock.advance(seconds=61)
    assert await webhook.deliver() == 1


async def test_a_receiver_that_is_never_there_is_given_up_after_a_day(office: Office, clock: Clock) -> None:
    await reported(office)
    webhook = Webhook(office.cases, Hook("http://127.0.0.1:9/", SECRET), clock)
    tried = 0
    for _ in range(60):
        tried += await webhook.deliver()
        clock.advance(hours=1)
    assert tried == 8


async def test_messages_stay_in_the_house(office: Office, receiver: Receiver, clock: Clock) -> None:
    await reported(office, NewCase("c1", "問", contact="0912345678"))
    assert await Webhook(office.cases, Hook(receiver.url, SECRET), clock).deliver() == 0
