"""The page of the made-up platform: what a user of it does reaches the service as from LINE, and what comes back is shown."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from askcity.app import create_app
from askcity.settings import Settings
from demo.line import SECRET, Line, running
from demo.line.channel import Channel
from demo.line.webhook import Caller
from tests.web.citizen import Citizen
from tests.web.stub import AROUND_THE_CLOCK, StubAnswerer, StubCity
from tests.web.stub import running as serving


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """A platform with a page, and a service that it knows."""
    with running(with_page=True) as line:
        settings = Settings(
            data_dir=tmp_path_factory.mktemp("service"),
            service_hours=AROUND_THE_CLOCK,
            line_channel_secret=SECRET,
            line_channel_access_token="token",
            line_api_base=line.url,
        )
        with serving(create_app(settings, StubAnswerer(), StubCity())) as url:
            line.channel = Channel(SECRET)
            line.channel.webhook.endpoint = f"{url}/line/webhook"
            yield line


@pytest.fixture
def page(line: Line) -> Iterator[httpx.Client]:
    with line.changing():
        line.users["U1"].entries.clear()
        line.failures.clear()
        line.contents.clear()
    with httpx.Client(base_url=line.url, timeout=20) as page:
        yield page


def do(page: httpx.Client, what: str, **more: Any) -> int:
    return page.post("/room/do", json={"user": "U1", "what": what, **more}).status_code


def answers(line: Line, count: int) -> list[dict[str, Any]]:
    """The texts that the service said to the first user, once there are so many."""

    def said() -> list[dict[str, Any]]:
        told = [one for one in line.users["U1"].entries if one.side == "service"]
        return [{**one.message, "way": one.way} for one in told if one.message["type"] == "text"]

    assert line.wait_until(lambda: len(said()) >= count)
    return said()


def test_a_question_is_answered_in_the_chat(line: Line, page: httpx.Client) -> None:
    assert do(page, "say", text="生育津貼") == 200
    (first, *_) = answers(line, 1)
    assert "關於「生育津貼」" in first["text"]
    assert first["way"] == "reply"
    shown = page.get("/room/state", params={"user": "U1"}).json()["entries"]
    assert [(one["side"], one["way"]) for one in shown][:2] == [("citizen", "taken"), ("service", "reply")]


def test_a_reply_that_fails_comes_as_a_push(line: Line, page: httpx.Client) -> None:
    do(page, "fail", outcome="400")
    do(page, "say", text="育兒津貼")
    assert answers(line, 1)[0]["way"] == "push"


def test_an_event_that_is_sent_ten_times_is_answered_once(line: Line, page: httpx.Client) -> None:
    do(page, "say", text="第一題")
    answers(line, 1)
    assert do(page, "redeliver", times=10) == 200
    do(page, "say", text="第二題")
    told = [one["text"] for one in answers(line, 2)]
    assert [sum(f"「第{number}題」" in text for text in told) for number in "一二"] == [1, 1]


def test_a_page_that_waits_is_told_of_what_is_new(line: Line, page: httpx.Client) -> None:
    before = page.get("/room/state", params={"user": "U1"}).json()
    do(page, "clock", seconds=61)
    after = page.get("/room/state", params={"user": "U1", "after": before["version"]}).json()
    assert after["ahead"] - before["ahead"] == 61


@pytest.mark.parametrize(
    "wish",
    [
        {"what": "say", "text": " "},
        {"what": "say"},
        {"what": "clock", "seconds": -1},
        {"what": "fail", "outcome": "200"},
        {"what": "redeliver", "times": 1_000},
        {"what": "something"},
        {"what": "ponder", "ponder": True},
        {"what": "say", "text": "問", "user": "nobody"},
    ],
)
def test_what_the_page_cannot_ask_for_is_refused(page: httpx.Client, wish: dict[str, Any]) -> None:
    assert page.post("/room/do", json={"user": "U1", **wish}).status_code == 400


def test_another_page_in_the_same_browser_cannot_pull_levers(line: Line, page: httpx.Client) -> None:
    body = {"user": "U1", "what": "down", "down": True}
    answer = page.post("/room/do", json=body, headers={"Origin": "https://elsewhere.example"})
    assert (answer.status_code, line.down) == (403, False)
    assert "default-src 'none'" in page.get("/").headers["content-security-policy"]


def test_a_conversation_begun_on_the_web_goes_on_in_line(line: Line, page: httpx.Client) -> None:
    service = line.channel.webhook.endpoint.removesuffix("/line/webhook")
    with Citizen(service) as citizen:
        citizen.send("在網頁上問的")
        address = f"/api/conversations/{citizen.id}/line-link"
        code = citizen.http.post(address, headers=citizen.key).json()["code"]
        do(page, "say", text=code)
        (asked,) = answers(line, 1)
        do(page, "tap", action=asked["quickReply"]["items"][0]["action"])
        answers(line, 2)
        told = citizen.http.get(address, headers=citizen.key).json()
        assert (told["step"], told["name"]) == ("agreed", "王小明")
        assert citizen.http.post(f"{address}/confirm", headers=citizen.key).json()["step"] == "linked"
        assert "王小明" in answers(line, 3)[2]["text"]
        do(page, "say", text="在手機上問的")
        assert "在手機上問的" in [event.data["text"] for event in citizen.hear(5)]
        assert citizen.http.delete(address, headers=citizen.key).status_code == 204
        assert citizen.http.get(address).status_code == 401


@pytest.mark.anyio
async def test_what_the_service_did_not_confirm_is_sent_again_and_answered(
    line: Line, page: httpx.Client
) -> None:
    webhook, caller = line.channel.webhook, Caller(line, pauses=(0.0,))
    address, webhook.endpoint = webhook.endpoint, "http://127.0.0.1:9/line/webhook"
    call = await caller.tell(line.says("停機時問的"))
    webhook.endpoint = address
    assert not call.confirmed
    assert "停機時問的" in (await asyncio.to_thread(answers, line, 1))[0]["text"]
    assert any("(again)" in one.what for one in line.journal)
    await caller.close()


def test_a_picture_can_be_fetched_under_its_message(line: Line, page: httpx.Client) -> None:
    do(page, "send", kind="image")
    answers(line, 1)
    (message,) = line.contents
    path, key = f"/v2/bot/message/{message}/content", {"Authorization": "Bearer token"}
    assert page.get(path, headers=key).content.startswith(b"\x89PNG")
    assert page.get(path).status_code == 401


@contextlib.contextmanager
def keyboard_heard() -> Iterator[None]:
    """Let what is started take Ctrl-C, also where the tests run in the background of a shell, which has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def test_the_command_serves_the_page_for_a_service_that_runs_and_ends_in_order(
    line: Line, tmp_path: Path
) -> None:
    service = line.channel.webhook.endpoint.removesuffix("/line/webhook")
    keys = {"ASKCITY_LINE_CHANNEL_SECRET": SECRET, "ASKCITY_LINE_CHANNEL_ACCESS_TOKEN": "token"}
    command = [sys.executable, "-m", "askcity", "line", "simulate", "--port", "0", "--service", service]
    with (
        keyboard_heard(),
        subprocess.Popen(
            command,
            env={**os.environ, **keys},
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
        contextlib.ExitStack() as end,
    ):
        end.callback(process.kill)
        assert process.stdout is not None
        told = process.stdout.readline()
        address = told.removeprefix("askcity: ").strip()
        assert "模擬" in httpx.get(address).text
        state = httpx.get(f"{address}room/state", params={"user": "U1"}).json()
        assert (state["webhook"]["endpoint"], state["menu"] is not None) == (f"{service}/line/webhook", True)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
