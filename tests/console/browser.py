"""The console in a real browser."""

from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser import DESK
from tests.console.staff import PASSWORD


def signed_in(browser: Browser, service: str, name: str, size: Any = None, scheme: Any = "light") -> Page:
    """A page of an agent's, in a context of its own."""
    context = browser.new_context(
        viewport=size or DESK, locale="zh-TW", timezone_id="Asia/Taipei", color_scheme=scheme
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(f"{service}/console")
    page.get_by_label("帳號").fill(name)
    page.get_by_label("密碼").fill(PASSWORD)
    page.get_by_role("button", name="登入", exact=True).click()
    expect(page.get_by_role("tab", name="排隊")).to_be_visible()
    return page
