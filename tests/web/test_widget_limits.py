"""The chat over its limits: danger does not wait behind what was too much."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from askcity.app import create_app
from askcity.settings import Settings
from tests.browser import PHONE, violations
from tests.web.browsing import ask, opened
from tests.web.stub import AROUND_THE_CLOCK, StubAnswerer, StubCity, running
from tests.web.test_limits import DANGER, screened

pytestmark = pytest.mark.browser
ELSEWHERE = {"X-Forwarded-For": "198.51.100.1"}
FEW = """
[message]
conversation = ["3/hour"]
[emergency]
conversation = ["2/hour"]
"""


@pytest.fixture
def service(tmp_path: Path) -> Iterator[str]:
    rules = tmp_path / "limits.toml"
    rules.write_text(FEW, encoding="utf-8")
    settings = Settings(
        data_dir=tmp_path, service_hours=AROUND_THE_CLOCK, limits=rules, trusted_proxies="127.0.0.1"
    )
    with running(create_app(settings, StubAnswerer(screened), StubCity())) as url:
        yield url


def test_in_the_chat_danger_goes_past_what_waits_and_a_refusal_shows_whom_to_call(
    browser: Browser, service: str
) -> None:
    with browser.new_context(viewport=PHONE, locale="zh-TW", extra_http_headers=ELSEWHERE) as context:
        page = opened(context.new_page(), f"{service}/chat")
        for number in range(1, 4):
            ask(page, f"第{number}題")
            expect(page.locator(".service.bot")).to_have_count(number)
        ask(page, "第四題")
        waits = page.locator(".citizen", has_text="第四題").locator(".told")
        expect(waits).to_have_text(
            re.compile(r"^目前較忙，\d+ 秒後會自動送出；有立即危險請直接撥打 110 或 119$")
        )
        for number in range(1, 3):
            ask(page, DANGER)
            expect(page.locator(".is-emergency")).to_have_count(number)
        ask(page, DANGER)
        helping = page.locator(".citizen .help")
        expect(helping).to_have_count(1)
        expect(helping.get_by_role("link", name="1925")).to_have_attribute("href", "tel:1925")
        expect(helping).to_be_in_viewport(ratio=1)
        expect(waits).to_contain_text("秒後會自動送出")
        assert violations(page) == []
