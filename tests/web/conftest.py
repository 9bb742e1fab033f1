"""A running service with made-up answers, and citizens who talk to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.web.browsing import CHROMIUM, PHONE, opened
from tests.web.citizen import Citizen
from tests.web.stub import StubAnswerer, StubCity, application, running


@pytest.fixture
def answerer() -> StubAnswerer:
    return StubAnswerer()


@pytest.fixture
def city() -> StubCity:
    return StubCity()


@pytest.fixture
def service(tmp_path: Path, answerer: StubAnswerer, city: StubCity) -> Iterator[str]:
    with running(application(tmp_path, answerer, city)) as url:
        yield url


@pytest.fixture
def citizen(service: str) -> Iterator[Citizen]:
    with Citizen(service) as citizen:
        yield citizen


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, locale="zh-TW", timezone_id="Asia/Taipei")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, service: str) -> Page:
    return opened(context.new_page(), f"{service}/chat")
