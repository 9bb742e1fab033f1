"""An answer that is still being written stands on the page, once, and is read out when it is whole."""

import asyncio
import threading

import pytest
from playwright.sync_api import Page, expect

from bot.answer import Partial
from tests.browser import violations
from tests.web.browsing import ask, messages
from tests.web.stub import StubAnswerer

pytestmark = pytest.mark.browser
BEGINNING = "第1胎每名發給新臺幣3萬元。"
LISTEN = """() => {
  window.spoken = [];
  const voice = document.getElementById("voice");
  new MutationObserver(() => window.spoken.push(voice.textContent.trim())).observe(voice, { subtree: true, childList: true });
}"""


def test_the_beginning_of_an_answer_is_shown_and_gives_way_to_the_whole(
    page: Page, answerer: StubAnswerer
) -> None:
    go_on = threading.Event()

    async def gate() -> None:
        await asyncio.to_thread(go_on.wait, 20)

    answerer.gate, answerer.beginnings = gate, (Partial("第1胎", ()), Partial(BEGINNING, ()))
    page.evaluate(LISTEN)
    ask(page, "生育津貼多少錢")
    expect(page.locator(".beginning .words")).to_have_text(BEGINNING)
    assert violations(page) == []
    go_on.set()
    expect(page.locator(".source")).to_have_count(1)
    assert messages(page)[1].startswith("關於「生育津貼多少錢」")
    assert len(messages(page)) == 2
    assert sum("第1胎" in text for text in page.evaluate("window.spoken")) == 1
