"""Whole journeys of citizens in a real browser, on a phone and on a desk; every state is looked at for its accessibility."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import DESK, PHONE, violations
from tests.web.journeys import STORIES, House, Visit, answered, house, served

pytestmark = pytest.mark.browser

SEATS: dict[str, dict[str, Any]] = {
    "phone": {"viewport": PHONE, "color_scheme": "light", "has_touch": True, "is_mobile": True},
    "desk": {"viewport": DESK, "color_scheme": "dark"},
}
SMALL = """() => [...document.querySelectorAll('button, a[href], summary, input, textarea')]
    .filter(one => one.offsetParent && !one.closest('.hidden, .skip') && one.checkVisibility({ opacityProperty: true }))
    .filter(one => !(one.localName === 'a' && getComputedStyle(one).display === 'inline'))
    .map(one => [one.outerHTML.slice(0, 120), one.getBoundingClientRect()])
    .filter(([, box]) => Math.min(box.width, box.height) < 24).map(([html]) => html)"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("house")) as opened:
        yield opened


JOURNEYS = [*(("phone", story) for story in STORIES), ("desk", answered), ("desk", served)]


@pytest.fixture(scope="module")
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    seat = SEATS[request.param]
    with browser.new_context(
        locale="zh-TW", timezone_id="Asia/Taipei", reduced_motion="reduce", **seat
    ) as context:
        context.set_default_timeout(10_000)
        yield context.new_page()


def faults(page: Page) -> list[str]:
    """What keeps somebody from using the page as it is now."""
    found = violations(page) + [f"too small: {html}" for html in page.evaluate(SMALL)]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the window")
    if page.evaluate("innerHeight > 420 && document.documentElement.scrollHeight > innerHeight"):
        found.append("scrolls as a whole, beside its conversation")
    return found


@pytest.mark.parametrize(
    ("page", "story"),
    JOURNEYS,
    indirect=["page"],
    ids=[f"{seat}-{story.__name__}" for seat, story in JOURNEYS],
)
def test_a_journey_comes_to_its_end_and_everybody_can_make_it(
    page: Page, place: House, story: Callable[[Visit], None]
) -> None:
    seen: dict[str, list[str]] = {}
    story(Visit(page, place, lambda state: seen.update({state: faults(page)})))
    assert {state: found for state, found in seen.items() if found} == {}
    assert seen
