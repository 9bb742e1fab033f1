"""A citizen's way through LINE as one story; `python -m tests.line.journey docs/images` takes its pictures."""

import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from askcity.app import create_app
from askcity.logs import configure_logs
from askcity.settings import Settings
from bot.answer import Answer, AnswerStatus, HandoffReason, Question
from bot.channels.line.upkeep import Access, Management, set_up
from bot.channels.line.upkeep.setup import Wanted
from demo.line import SECRET, Line, running
from tests.browser import DESK, PHONE, chromium
from tests.console.browser import signed_in
from tests.console.staff import come_on_duty, hire
from tests.console.stub import StubIndex
from tests.web.stub import AROUND_THE_CLOCK, CITATION, StubAnswerer, StubCity, cited, clarifying
from tests.web.stub import running as serving

Shot = Callable[[Page, str], None]


@dataclass(frozen=True)
class Stage:
    """A platform with its page, and a service with agents behind it."""

    line: Line
    service: str


def answer(question: Question) -> Answer:
    """Asks back where the allowance is not named, and passes on who wants a person."""
    if question.text == "真人客服":
        reason = HandoffReason.ASKED_FOR_HUMAN
        return Answer(AnswerStatus.HANDOFF, "好的，我把您的問題轉給真人客服。", 1.0, handoff=reason)
    return clarifying(question) if question.text == "我要申請津貼" else cited(question)


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Everything that the story needs; the agents' accounts are in `folder`."""
    come_on_duty(folder, "lin")
    with running(with_page=True) as line:
        settings = Settings(
            data_dir=folder,
            service_hours=AROUND_THE_CLOCK,
            line_channel_secret=SECRET,
            line_channel_access_token="token",
            line_api_base=line.url,
        )
        app = create_app(settings, StubAnswerer(answer), StubCity(), index=StubIndex())
        with serving(app) as service:
            with Management(Access(SECRET, "token", line.url, line.url)) as channel:
                done = list(set_up(Access(SECRET, "token", line.url, line.url), channel, Wanted(service)))
            assert not [finding.text for finding in done if finding.bad]
            yield Stage(line, service)


def chat(browser: Browser, stage: Stage, size: Any) -> Page:
    """The chat on a screen of a size."""
    context = browser.new_context(viewport=size, locale="zh-TW", timezone_id="Asia/Taipei")
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto(stage.line.url)
    expect(page.locator("html")).to_have_attribute("data-ready", "yes")
    return page


def say(page: Page, text: str) -> None:
    """Write in the chat."""
    page.get_by_label("訊息").fill(text)
    page.get_by_label("訊息").press("Enter")


def story(browser: Browser, stage: Stage, size: Any, shot: Shot) -> None:
    """From the first question by a choice, an answer with its source and a person to the rating."""
    page = chat(browser, stage, size)
    page.get_by_role("button", name="服務選單").click()
    expect(page.get_by_role("button", name="真人客服")).to_be_visible()
    shot(page, "menu")
    page.get_by_role("button", name="常見問題").click()
    expect(page.get_by_role("group", name="快速回覆").get_by_role("button").first).to_be_visible()
    say(page, "我要申請津貼")
    page.get_by_role("group", name="快速回覆").get_by_role("button", name="申請生育津貼").click()
    card = page.locator(".card").last
    expect(card.get_by_role("link", name="看原文")).to_have_attribute(
        "href", re.compile(re.escape(CITATION.url))
    )
    shot(page, "answer")
    say(page, "真人客服")
    lin = signed_in(browser, stage.service, "lin")
    _serve(lin, page, shot)
    _close(lin)
    page.get_by_role("group", name="快速回覆").get_by_role("button", name="5 分").click()
    expect(page.locator(".entry.service").last).to_contain_text("5 分")
    shot(page, "rating")
    lin.context.close()
    page.context.close()


def _serve(lin: Page, page: Page, shot: Shot) -> None:
    """An agent takes over and answers under their name."""
    row = lin.locator(".row")
    expect(row).to_have_count(1)
    row.get_by_role("button", name="接手").click()
    reply = lin.get_by_label("回覆民眾（民眾看得到）")
    expect(reply).to_be_focused()
    lin.keyboard.type("您好，我是林小姐，馬上為您查。")
    lin.keyboard.press("Enter")
    said = page.locator(".entry.service").last
    expect(said).to_contain_text("馬上為您查")
    expect(said.locator(".who")).to_have_text("林小姐")
    say(page, "謝謝，請問要帶印章嗎？")
    expect(lin.locator(".message.citizen").last).to_contain_text("印章")
    shot(page, "person")
    shot(lin, "console")


def _close(lin: Page) -> None:
    lin.get_by_role("button", name="結案").click()
    lin.get_by_role("dialog").get_by_role("button", name="結案").click()
    expect(lin.locator(".talk-head .chip")).to_have_text("已結束")


def record(folder: Path) -> None:
    """Play the story on a phone and on a desk, and keep its pictures."""
    configure_logs("ERROR")
    for name, size in (("phone", PHONE), ("desk", DESK)):
        with tempfile.TemporaryDirectory() as place, chromium() as browser:
            hire(Path(place))
            with stage(Path(place)) as set_:
                story(browser, set_, size, partial(_keep, folder, name))


def _keep(folder: Path, size: str, page: Page, what: str) -> None:
    if what == "console" and size == "phone":
        return  # the agent's side is the same
    page.locator("#toasts").evaluate_all("all => all.forEach((one) => one.replaceChildren())")
    page.screenshot(path=folder / f"line-{size}-{what}.png", animations="disabled")


if __name__ == "__main__":
    record(Path(sys.argv[1]))
