"""A LINE conversation in the console: what became of each message, and what to know before writing another."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from askcity.app import create_app
from askcity.settings import Settings
from demo.line import SECRET, Line
from demo.line import running as platform
from demo.line.platform import body_of
from tests.browser import DESK, PHONE, chromium, violations
from tests.console.browser import signed_in
from tests.console.socket import Socket, socket
from tests.console.staff import Console, come_on_duty
from tests.console.stub import StubIndex
from tests.web.stub import AROUND_THE_CLOCK, StubAnswerer, StubCity, running


@pytest.fixture
def line() -> Iterator[Line]:
    with platform() as line:
        yield line


@pytest.fixture
def nothing_left(line: Line) -> None:
    """A month without a push left, as the service finds it when it starts."""
    line.channel.month.most = 0


@pytest.fixture
def service(tmp_path: Path, staffed: Path, answerer: StubAnswerer, line: Line) -> Iterator[str]:
    shutil.copy(staffed, tmp_path)
    come_on_duty(tmp_path, "lin", "wang")
    settings = Settings(
        data_dir=tmp_path,
        service_hours=AROUND_THE_CLOCK,
        line_channel_secret=SECRET,
        line_channel_access_token="token",
        line_api_base=line.url,
    )
    with running(create_app(settings, answerer, StubCity(), index=StubIndex())) as url:
        line.channel.webhook.endpoint = f"{url}/line/webhook"
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def happens(line: Line, *events: dict[str, object]) -> None:
    """Let events reach the service."""
    body = body_of(*events)
    headers = {"X-Line-Signature": line.sign(body)}
    assert httpx.post(line.channel.webhook.endpoint, content=body, headers=headers).status_code == 200


def first(desk: Socket) -> str:
    """The conversation, once it is in the lists."""
    while not (rows := desk.next("lists")["rows"]):
        pass
    return str(rows[0]["id"])


def test_what_became_of_each_message_is_told_and_followed(lin: Console, line: Line) -> None:
    line.failures = [500]
    happens(line, line.says("生育津貼"))
    with socket(lin) as desk:
        id_ = first(desk)
        desk.send("open", conversation=id_, after=0)
        outgoing = desk.next("outgoing")["outgoing"]
        while outgoing["statuses"].get("2") != "unknown":
            outgoing = desk.next("outgoing")["outgoing"]
        assert outgoing["notice"] is None
    whole = lin.read(id_)
    assert whole["outgoing"] == outgoing


def test_words_that_were_taken_back_vanish_from_an_open_console(lin: Console, line: Line) -> None:
    message = line.says("說錯的話")
    happens(line, message)
    assert line.wait_for(1)
    with socket(lin) as desk:
        desk.send("open", conversation=first(desk), after=0)
        assert desk.next("events")["events"][0]["text"] == "說錯的話"
        happens(line, line.event("unsend", unsend={"messageId": message["message"]["id"]}))
        (changed,) = desk.next("changed")["events"]
    assert (changed["seq"], "說錯的話" in changed["text"], changed["details"]) == (1, False, {"unsent": True})


@pytest.mark.usefixtures("nothing_left")
def test_an_agent_sees_statuses_and_is_told_before_typing(browser: Browser, line: Line, service: str) -> None:
    line.failures = [500]
    happens(line, line.says("生育津貼怎麼申請"))
    page = signed_in(browser, service, "lin", DESK)
    page.get_by_role("tab", name="機器人").click()
    page.locator("[data-id], .row").first.click()
    answer = page.locator(".message.bot")
    expect(answer.locator(".mark")).to_have_text("狀態不明")
    expect(page.locator(".channel")).to_have_text("LINE 推播額度已用完")
    page.get_by_role("button", name="接手", exact=True).click()
    expect(page.locator(".leaving")).to_contain_text("等民眾下次傳訊息時才送達")
    page.get_by_label("回覆民眾（民眾看得到）").fill("您好，我來為您說明。")
    page.keyboard.press("Enter")
    said = page.locator(".message.agent[data-seq]")
    expect(said.locator(".mark")).to_have_text("等民眾來訊")
    happens(line, line.says("好的"))
    expect(said.locator(".mark")).to_have_text("已送達")
    assert line.texts[-1] == "您好，我來為您說明。"
    assert violations(page) == []
    page.set_viewport_size(PHONE)
    expect(page.locator(".leaving")).to_be_visible()
