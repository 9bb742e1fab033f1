"""What LINE hears from the webhook, and that what it was told is kept."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import httpx
import pytest

from askcity.app import create_app
from askcity.settings import Settings
from bot.channels.line.signature import sign
from tests.line.dying import dies
from tests.line.platform import SECRET, Line, body_of, tell
from tests.web.stub import AROUND_THE_CLOCK, StubAnswerer, StubCity, application, running

pytestmark = pytest.mark.anyio


@pytest.fixture
def settings(tmp_path: Path, line: Line) -> Settings:
    return Settings(
        data_dir=tmp_path,
        service_hours=AROUND_THE_CLOCK,
        line_channel_secret=SECRET,
        line_channel_access_token="token",
        line_api_base=line.url,
    )


@pytest.fixture
def service(settings: Settings) -> Iterator[str]:
    with running(create_app(settings, StubAnswerer(), StubCity())) as url:
        yield url


async def seen(line: Line, count: int) -> list[str]:
    """What users see, once it is this much."""
    return await asyncio.to_thread(line.wait_for, count)


async def test_a_question_is_answered_by_its_reply_token_with_its_source(service: str, line: Line) -> None:
    async with httpx.AsyncClient() as client:
        assert (await tell(client, service, body_of(line.says("生育津貼")))).status_code == 200
    text, _ = await seen(line, 2)
    card = line.seen[1]["contents"]
    assert "關於「生育津貼」" in text
    assert card["footer"]["contents"][0]["action"]["uri"].startswith(
        "https://civil.demo.localhost/birth#:~:text="
    )
    assert line.calls == ["reply"]


async def test_an_event_that_comes_ten_times_at_once_has_one_effect(service: str, line: Line) -> None:
    body = body_of(line.says("第一題"))
    async with httpx.AsyncClient() as client:
        answers = await asyncio.gather(*(tell(client, service, body) for _ in range(10)))
        assert {answer.status_code for answer in answers} == {200}
        await seen(line, 2)
        await tell(client, service, body)
        await tell(client, service, body_of(line.says("第二題")))
    texts = (await seen(line, 4))[::2]
    assert [("第一題" in text, "第二題" in text) for text in texts] == [(True, False), (False, True)]


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 400), ({"X-Line-Signature": "wrong"}, 401), ({"X-Line-Signature": sign("another", b"{}")}, 401)],
)
async def test_what_is_not_signed_by_line_is_refused(
    service: str, headers: dict[str, str], status: int
) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{service}/line/webhook", content=b"{}", headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


async def test_the_signature_is_of_the_bytes_not_of_the_json(service: str, line: Line) -> None:
    body = body_of(line.says("問"))
    again = json.dumps(json.loads(body)).encode()
    async with httpx.AsyncClient() as client:
        headers = {"X-Line-Signature": sign(SECRET, body)}
        answer = await client.post(f"{service}/line/webhook", content=again, headers=headers)
    assert answer.status_code == 401


def announced(service: str, length: int) -> int:
    """What comes back as soon as a body of this length is announced."""
    with closing(HTTPConnection(service.removeprefix("http://"), timeout=10)) as connection:
        connection.putrequest("POST", "/line/webhook")
        connection.putheader("Content-Length", str(length))
        connection.endheaders()
        return connection.getresponse().status


async def test_large_bodies_are_refused_and_those_of_many_events_are_not(service: str) -> None:
    async with httpx.AsyncClient() as client:
        assert await asyncio.to_thread(announced, service, 5_000_000) == 413
        assert (await tell(client, service, b'{"events": []}' + b" " * 500_000)).status_code == 200


async def test_bodies_that_hold_nothing_for_us_are_confirmed(service: str, line: Line) -> None:
    odd = [{"type": "message"}, "no event", line.event("something new"), line.says("別台", mode="standby")]
    async with httpx.AsyncClient() as client:
        for body in (b'{"events": []}', b"[]", json.dumps({"events": odd}).encode()):
            assert (await tell(client, service, body)).status_code == 200
        assert (await tell(client, service, b"not json")).status_code == 400
        await tell(client, service, body_of(line.says("這台")))
    text, _ = await seen(line, 2)
    assert "這台" in text


async def test_without_a_secret_there_is_no_webhook(tmp_path: Path) -> None:
    with running(application(tmp_path, StubAnswerer())) as url:
        async with httpx.AsyncClient() as client:
            answer = await tell(client, url, b"{}")
    assert (answer.status_code, "no channel secret" in answer.json()["detail"]) == (404, True)


async def test_what_was_confirmed_before_a_kill_is_answered_after_the_restart(
    settings: Settings, line: Line
) -> None:
    body = body_of(line.says("停電前"))
    await dies("receive", settings.database, body.decode())
    with running(create_app(settings, StubAnswerer(), StubCity())) as url:
        text, _ = await seen(line, 2)
        async with httpx.AsyncClient() as client:
            await tell(client, url, body)
            await tell(client, url, body_of(line.says("復電後")))
        assert ["停電前" in one for one in (await seen(line, 4))[::2]] == [True, False]
    assert "停電前" in text
