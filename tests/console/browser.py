"""The console in a real browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import web
from tests.console.staff import PASSWORD

CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(web.__file__).parent / "vendor" / "axe.min.js"
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser; skips the test where there is none."""
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


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


def violations(page: Page) -> list[str]:
    """What axe-core objects to."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run()")
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in found["violations"]]
