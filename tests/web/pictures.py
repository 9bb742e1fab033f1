"""The pictures of the documentation: `python -m tests.web.pictures FOLDER [ADDRESS]`.

The stories of the widget give `widget-*.png`; the chat of a running service at ADDRESS, such as `askcity demo`, gives
`answer.png` and the front page.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from askcity.logs import configure_logs
from tests.browser import DESK, PHONE, chromium
from tests.web.browsing import ask, opened
from tests.web.journeys import STORIES, House, Visit, house

PHONE_STATES = frozenset(
    {"welcome", "answer", "sources", "reasons", "choices", "consent", "queue", "human", "rating"}
    | {"message-faults", "case", "report", "menu", "about", "looks", "easy", "offline", "danger"}
)
DESK_STATES = frozenset({"answer", "human", "case"})
DARK_STATES = frozenset({"answer"})
SEATS: dict[str, tuple[dict[str, Any], frozenset[str]]] = {
    "phone": ({"viewport": PHONE, "device_scale_factor": 1.5}, PHONE_STATES),
    "desk": ({"viewport": DESK}, DESK_STATES),
    "dark": ({"viewport": PHONE, "device_scale_factor": 1.5, "color_scheme": "dark"}, DARK_STATES),
}
QUESTION = "國小新生入學要怎麼報到？"


def stories(browser: Browser, place: House, folder: Path) -> None:
    """Every story on every seat, with the states that are kept for it."""
    for seat, (context, wanted) in SEATS.items():
        with _page(browser, **context) as page:
            for story in STORIES:
                story(Visit(page, place, _camera(page, folder, seat, wanted)))


def languages(browser: Browser, place: House, folder: Path) -> None:
    """The first view in other languages, side by side in the documentation."""
    for language in ("ja", "vi", "th"):
        with _page(browser, viewport=PHONE, device_scale_factor=1.5) as page:
            opened(page, f"{place.url}/chat?lang={language}")
            page.screenshot(path=folder / f"widget-phone-welcome-{language}.png")


def embedded(browser: Browser, place: House, folder: Path) -> None:
    """The widget on one of the invented sites."""
    port = place.url.rsplit(":", 1)[1]
    with _page(browser, viewport=DESK) as page:
        page.goto(f"http://museum.city.localhost:{port}/embed-demo/museum")
        button = page.get_by_role("button", name="問市府")
        expect(button).to_be_visible()
        page.screenshot(path=folder / "widget-site-shut.png")
        button.click()
        chat = page.frame_locator("askcity-widget iframe")
        chat.get_by_label("您的問題").fill("生育津貼可以領多少？")
        chat.get_by_role("button", name="送出問題").click()
        expect(chat.locator(".source")).to_have_count(4)
        page.screenshot(path=folder / "widget-site-open.png")


def running_service(browser: Browser, address: str, folder: Path) -> None:
    """A cited answer and the front page of a service that runs."""
    with _page(browser, viewport={"width": 1000, "height": 860}, device_scale_factor=1.5) as page:
        opened(page, f"{address}/chat")
        ask(page, QUESTION)
        expect(page.locator(".source").first).to_be_visible(timeout=60_000)
        page.screenshot(path=folder / "answer.png")
    for name, size in (("desk", DESK), ("phone", PHONE)):
        with _page(browser, viewport=size, device_scale_factor=1 if name == "desk" else 1.5) as page:
            page.goto(f"{address}/")
            page.screenshot(path=folder / f"widget-{name}-front.png")


def _camera(page: Page, folder: Path, seat: str, wanted: frozenset[str]) -> Callable[[str], None]:
    def see(state: str) -> None:
        if state in wanted:
            page.screenshot(path=folder / f"widget-{seat}-{state}.png")

    return see


@contextmanager
def _page(browser: Browser, **more: Any) -> Iterator[Page]:
    """A page in a context of its own, for the length of a block."""
    with browser.new_context(
        locale="zh-TW", timezone_id="Asia/Taipei", reduced_motion="reduce", **more
    ) as context:
        context.set_default_timeout(15_000)
        yield context.new_page()


def main(folder: Path, address: str | None) -> None:
    """Take them all."""
    configure_logs("ERROR")
    with chromium() as browser:
        with tempfile.TemporaryDirectory() as data, house(Path(data)) as place:
            stories(browser, place, folder)
            languages(browser, place, folder)
            embedded(browser, place, folder)
        if address:
            running_service(browser, address, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
