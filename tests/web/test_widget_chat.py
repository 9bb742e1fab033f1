"""The chat in a real browser: asking, sources, reloads, lost connections, two tabs."""

import json
import re
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.answer import Answer, AnswerStatus, Choice, Citation, Question
from tests.browser import PHONE
from tests.web.browsing import ask, choose, messages, opened
from tests.web.citizen import Citizen
from tests.web.stub import CITATION, StubAnswerer, application, clarifying, running

pytestmark = pytest.mark.browser

PAYLOADS = [
    "<img src=x onerror=window.hacked=1>",
    "<script>window.hacked=1</script>",
    "<svg/onload=window.hacked=1>",
    '"><iframe srcdoc="<script>parent.hacked=1</script>">',
    "javascript:window.hacked=1",
    "<a href='javascript:window.hacked=1'>x</a>",
    "</template></script><script>window.hacked=1</script>",
    "<math><mtext><style><img src=x onerror=window.hacked=1></style></mtext></math>",
    "[x](javascript:window.hacked=1)",
    "\u202e<b onmouseover=window.hacked=1>\u202c",
]


DEAF = """{
  delete globalThis.BroadcastChannel;
  const listen = globalThis.addEventListener;
  globalThis.addEventListener = (kind, ...more) => kind === "storage" || listen.call(globalThis, kind, ...more);
}"""
"""A tab that hears nothing of the others."""
KEPT = "localStorage.getItem('askcity.conversation') ?? '{\"id\": \"\"}'"


def test_a_question_is_answered_with_numbered_sources(page: Page) -> None:
    ask(page, "生育津貼可以領多少？")
    expect(page.locator(".service .words")).to_contain_text("第1胎每名發給新臺幣3萬元")
    card = page.locator(".source")
    expect(card).to_have_count(1)
    expect(card.locator(".number")).to_have_text("1")
    card.get_by_text("引用原文").click()
    expect(card.locator("blockquote")).to_contain_text(CITATION.quote)
    expect(card).to_contain_text("示範市政府民政局")
    expect(card).to_contain_text("擷取日期 2026/11/20")
    expect(page.locator(".citizen .told")).to_have_text("已送出")
    expect(page.locator(".confidence")).to_have_text("把握程度：高")


def test_a_reload_shows_the_same_conversation_once(page: Page) -> None:
    ask(page, "第一題")
    expect(page.locator(".service")).to_have_count(1)
    ask(page, "第二題")
    expect(page.locator(".service")).to_have_count(2)
    before = messages(page)
    page.reload()
    expect(page.locator(".service")).to_have_count(2)
    assert messages(page) == before


def test_what_is_written_offline_is_sent_once_when_the_network_is_back(
    page: Page, context: BrowserContext
) -> None:
    ask(page, "先問一題")
    expect(page.locator(".service")).to_have_count(1)
    context.set_offline(True)
    ask(page, "離線時問的")
    expect(page.locator(".citizen .told").last).to_contain_text("尚未送出")
    context.set_offline(False)
    expect(page.locator(".service")).to_have_count(2)
    assert [text for text in messages(page) if text == "離線時問的"] == ["離線時問的"]
    expect(page.locator(".citizen .told").last).to_have_text("已送出")


def test_an_unsent_message_outlives_a_reload(page: Page, service: str) -> None:
    page.route("**/messages", lambda route: route.abort())
    ask(page, "沒送出去的")
    expect(page.locator(".citizen .told")).to_contain_text("尚未送出")
    page.unroute("**/messages")
    page.reload()
    expect(page.locator(".service")).to_have_count(1)
    assert messages(page)[0] == "沒送出去的"
    expect(page.locator(".citizen")).to_have_count(1)


def test_a_message_whose_acknowledgement_was_lost_is_not_doubled(page: Page) -> None:
    lost = iter([True])

    def lose_the_answer(route: Any) -> None:
        if next(lost, False):
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/messages", lose_the_answer)
    ask(page, "回條不見了")
    expect(page.locator(".service")).to_have_count(1)
    page.reload()
    expect(page.locator(".service")).to_have_count(1)
    expect(page.locator(".citizen")).to_have_count(1)


def test_a_lost_connection_is_shown_and_what_was_missed_comes_after_it(
    browser: Browser, tmp_path: Path, answerer: StubAnswerer
) -> None:
    with browser.new_context(viewport=PHONE, locale="zh-TW") as context:
        page = context.new_page()
        with running(application(tmp_path, answerer)) as url:
            opened(page, f"{url}/chat")
            ask(page, "停機前")
            expect(page.locator(".service")).to_have_count(1)
        expect(page.locator("#banner")).to_contain_text("連線中斷")
        ask(page, "停機時")
        port = int(url.rsplit(":", 1)[1])
        with running(application(tmp_path, answerer), port=port):
            expect(page.locator(".service")).to_have_count(2, timeout=20_000)
            expect(page.locator("#banner")).to_be_empty()
            assert messages(page)[::2] == ["停機前", "停機時"]
            page.goto("about:blank")


def test_two_tabs_agree(page: Page, context: BrowserContext, service: str) -> None:
    ask(page, "第一頁問的")
    expect(page.locator(".service")).to_have_count(1)
    other = context.new_page()
    opened(other, f"{service}/chat")
    expect(other.locator(".service")).to_have_count(1)
    ask(other, "第二頁問的")
    expect(page.locator(".service")).to_have_count(2)
    assert messages(page) == messages(other)


def test_a_choice_is_sent_when_it_is_tapped(page: Page, answerer: StubAnswerer) -> None:
    answerer.make = clarifying
    ask(page, "津貼")
    page.get_by_role("button", name="申請育兒津貼").click()
    expect(page.locator(".citizen .words").last).to_have_text("申請育兒津貼")


def test_an_answer_can_be_rated(page: Page) -> None:
    ask(page, "有幫助嗎")
    button = page.get_by_role("button", name="有幫助", exact=True)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".thanks")).to_have_text("謝謝您的意見")


def test_asking_for_a_person_gets_the_truth(page: Page) -> None:
    page.get_by_role("button", name="找真人").click()
    expect(page.locator(".system .words")).to_contain_text("目前沒有真人客服")


def test_a_new_conversation_begins_empty_after_a_question(page: Page) -> None:
    ask(page, "舊的")
    expect(page.locator(".service")).to_have_count(1)
    choose(page, "開始新對話", "開始新對話")
    expect(page.locator(".message")).to_have_count(0)
    expect(page.locator("#welcome")).to_be_visible()
    page.reload()
    expect(page.locator(".message")).to_have_count(0)


def test_a_conversation_that_the_service_lost_goes_on_in_a_new_one(page: Page) -> None:
    ask(page, "舊的")
    expect(page.locator(".service")).to_have_count(1)
    page.evaluate("""localStorage.setItem('askcity.conversation', '{"id":"gone","token":"gone"}')""")
    page.reload()
    ask(page, "新的")
    expect(page.locator(".service")).to_have_count(1)
    assert messages(page)[0] == "新的"


def test_a_tab_that_learns_late_of_a_loss_keeps_what_another_has_begun(
    page: Page, context: BrowserContext, service: str
) -> None:
    ask(page, "第一題")
    expect(page.locator(".service")).to_have_count(1)
    late = context.new_page()
    late.add_init_script(DEAF)
    opened(late, f"{service}/chat")
    expect(late.locator(".service")).to_have_count(1)
    late.route("**/events*", lambda route: route.abort())
    kept = json.loads(page.evaluate(KEPT))
    key = {"Authorization": f"Bearer {kept['token']}"}
    assert httpx.delete(f"{service}/api/conversations/{kept['id']}", headers=key).status_code == 204
    expect(page.locator(".message")).to_have_count(0)
    ask(page, "第二題")
    expect(page.locator(".service")).to_have_count(1)
    late.unroute("**/events*")
    expect(late.locator(".citizen .words")).to_have_text("第二題")
    assert json.loads(page.evaluate(KEPT))["id"] not in ("", kept["id"])


def test_nothing_in_an_answer_or_a_question_is_ever_run(page: Page, answerer: StubAnswerer) -> None:
    def poisoned(question: Question) -> Answer:
        text = question.text
        citations = tuple(
            Citation(url, text, text, text, text, "0" * 64, datetime.now(UTC))
            for url in (text, "javascript:window.hacked=1")
        )
        choices = (Choice(text, text, text),)
        return Answer(AnswerStatus.ANSWERED, f"{text}\n- {text}\n1. {text}", 0.9, citations, choices, (text,))

    answerer.make = poisoned
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for number, payload in enumerate(PAYLOADS, 1):
        ask(page, payload)
        expect(page.locator(".service")).to_have_count(number)
    page.reload()
    expect(page.locator(".service")).to_have_count(len(PAYLOADS))
    assert page.evaluate("window.hacked") is None
    assert dialogs == []
    assert page.locator("#log img, #log script, #log iframe, #log [onerror], #log [onload]").count() == 0
    hrefs = page.eval_on_selector_all("#log a", "links => links.map(link => link.protocol)")
    assert set(hrefs) <= {"http:", "https:"}


def test_the_policy_forbids_what_the_page_would_not_do_itself(page: Page) -> None:
    refused = page.evaluate("""() => {
        const script = document.createElement('script');
        try { script.textContent = 'window.hacked = 1'; document.body.append(script); } catch (error) { return error.name; }
    }""")
    assert refused == "TypeError"
    assert page.evaluate("window.hacked") is None


def test_the_page_asks_nobody_but_its_own_service(context: BrowserContext, service: str) -> None:
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    opened(page, f"{service}/chat")
    ask(page, "你好")
    expect(page.locator(".service")).to_have_count(1)
    assert asked
    assert all(url.startswith(service) for url in asked)
    assert not any("token" in url for url in asked)


def test_the_whole_task_can_be_done_by_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到輸入欄")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("您的問題")).to_be_focused()
    page.keyboard.type("只用鍵盤")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("第二行")
    page.keyboard.press("Enter")
    expect(page.locator(".citizen .words")).to_have_text(re.compile("只用鍵盤\\s*第二行"))
    expect(page.locator(".service")).to_have_count(1)
    expect(page.get_by_label("您的問題")).to_be_focused()
    page.get_by_role("button", name="有幫助", exact=True).focus()
    page.keyboard.press("Space")
    expect(page.locator(".thanks")).to_have_text("謝謝您的意見")


def test_enter_that_chooses_a_character_does_not_send(page: Page) -> None:
    page.get_by_label("您的問題").fill("ㄋㄧ")
    page.get_by_label("您的問題").dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    expect(page.locator(".citizen")).to_have_count(0)


def test_nothing_is_cut_off_at_four_hundred_per_cent(browser: Browser, service: str) -> None:
    with browser.new_context(viewport={"width": 320, "height": 256}, locale="zh-TW") as context:
        page = context.new_page()
        opened(page, f"{service}/chat")
        ask(page, "放大四倍" + "a" * 80)
        expect(page.locator(".source")).to_have_count(1)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.locator(".rate").first.scroll_into_view_if_needed()
        expect(page.locator(".rate").first).to_be_in_viewport()


def test_that_the_bot_is_at_work_is_told_and_taken_back(page: Page, answerer: StubAnswerer) -> None:
    composing = threading.Event()

    async def gate() -> None:
        import asyncio

        await asyncio.to_thread(composing.wait, 20)

    answerer.gate = gate
    ask(page, "慢慢想")
    expect(page.locator("#working")).to_have_text("正在查詢市府網站…")
    page.reload()
    expect(page.locator("#working")).to_have_text("正在查詢市府網站…")
    composing.set()
    expect(page.locator(".service")).to_have_count(1)
    expect(page.locator("#working")).to_be_hidden()


def test_a_conversation_of_another_channel_shows_the_same(
    page: Page, context: BrowserContext, service: str
) -> None:
    with Citizen(service) as citizen:
        for number in range(3):
            citizen.send(f"第{number}句")
        citizen.hear(6)
        kept = json.dumps({"id": citizen.id, "token": citizen.token})
    page.evaluate("kept => localStorage.setItem('askcity.conversation', kept)", kept)
    page.reload()
    expect(page.locator(".message")).to_have_count(6)
