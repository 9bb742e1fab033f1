"""A running service with made-up answers, and citizens who talk to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import PHONE, chromium
from tests.web.browsing import opened
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
    with chromium() as browser:
        yield browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, locale="zh-TW", timezone_id="Asia/Taipei")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, service: str) -> Page:
    return opened(context.new_page(), f"{service}/chat")
