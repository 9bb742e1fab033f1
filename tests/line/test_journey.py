"""The whole way through LINE in a real browser: the made-up platform's page on one side, the console on the other."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import DESK, PHONE, chromium, violations
from tests.console.staff import hire
from tests.line.journey import Stage, chat, say, stage, story
from tests.web.browsing import ask, choose, opened

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def set_(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("stage")
    hire(folder)
    with stage(folder) as set_:
        yield set_


def test_from_a_question_to_a_person_and_a_rating(browser: Browser, set_: Stage) -> None:
    story(browser, set_, PHONE, lambda page, name: None)


def test_the_levers_can_be_pulled_and_what_comes_of_it_is_seen(browser: Browser, set_: Stage) -> None:
    page = chat(browser, set_, DESK)
    page.get_by_label("用誰的手機").select_option("U2")
    expect(page.locator(".entry")).to_have_count(0)
    page.get_by_role("button", name="退回（400）").click()
    expect(page.locator("#failures")).to_have_text("退回")
    say(page, "育兒津貼")
    expect(page.locator(".entry.service").first).to_contain_text("以推播送達")
    page.get_by_role("button", name="收回").first.click()
    expect(page.locator(".gone")).to_have_text("您已收回訊息")
    page.get_by_role("button", name="封鎖這個帳號").click()
    page.get_by_role("button", name="解除封鎖").click()
    expect(page.locator(".entry.service").last).to_contain_text("智慧客服")
    assert violations(page) == []
    page.context.close()


def test_on_a_phone_the_levers_lie_over_the_chat(browser: Browser, set_: Stage) -> None:
    page = chat(browser, set_, PHONE)
    page.get_by_role("button", name="控制台").click()
    expect(page.get_by_role("dialog", name="控制台")).to_be_visible()
    page.get_by_role("button", name="往前 61 秒").click()
    expect(page.locator("#ahead")).to_have_text("1 分 1 秒")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.keyboard.press("Escape")
    expect(page.get_by_label("訊息")).to_be_visible()
    page.context.close()


def test_a_conversation_of_the_chat_page_is_taken_to_line(browser: Browser, set_: Stage) -> None:
    """Typed, agreed to, and confirmed; every state of the page is looked at."""
    context = browser.new_context(viewport=PHONE, locale="zh-TW", timezone_id="Asia/Taipei")
    web = opened(context.new_page(), f"{set_.service}/chat")
    ask(web, "生育津貼")
    expect(web.locator("#log .message .words").last).to_contain_text("關於")
    choose(web, "到 LINE 繼續")
    web.get_by_role("button", name="取得代碼").click()
    code = web.locator(".code")
    expect(code).to_be_visible()
    assert violations(web) == []
    line = chat(browser, set_, PHONE)
    say(line, code.inner_text())
    expect(web.get_by_role("dialog")).to_contain_text("「王小明」輸入了代碼")
    line.get_by_role("button", name="我要連結").click()
    confirm = web.get_by_role("button", name="是我的帳號，確認連結")
    expect(confirm).to_be_visible()
    assert violations(web) == []
    confirm.click()
    expect(web.get_by_role("button", name="解除連結")).to_be_visible()
    assert violations(web) == []
    web.keyboard.press("Escape")
    say(line, "還要帶什麼？")
    expect(web.locator("#log")).to_contain_text("還要帶什麼？")
    expect(line.locator(".entry.service .words").last).to_contain_text("關於「還要帶什麼？」")
    line.locator(".entry", has_text="還要帶什麼？").get_by_role("button", name="收回").click()
    expect(web.locator(".citizen .words").last).to_have_text("（市民已收回這則訊息）")
    choose(web, "到 LINE 繼續")
    web.get_by_role("button", name="解除連結").click()
    expect(web.get_by_role("button", name="取得代碼")).to_be_visible()
    line.context.close()
    context.close()
