"""Words of citizens, pages, agents and settings stay words, wherever they are shown: each payload at each place."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from askcity.app import create_app
from askcity.settings import Settings
from demo.line import running as line_running
from tests.browser import PHONE, chromium
from tests.console.browser import signed_in
from tests.console.poisoned import AGENT, CASE, Poisoned, PoisonedIndex, poison, poisoned
from tests.console.staff import come_on_duty
from tests.console.watching import Achieved, watched
from tests.hostile import HOOK, PAYLOADS
from tests.web.browsing import opened
from tests.web.stub import AROUND_THE_CLOCK, StubAnswerer, StubCity, running

pytestmark = pytest.mark.browser
COUNT = len(PAYLOADS)
Console = tuple[Page, Achieved]


@dataclass(frozen=True)
class Place:
    """A poisoned service, and a browser to look at it."""

    service: str
    talk: Poisoned
    browser: Browser


@pytest.fixture(scope="module", autouse=True)
def patience() -> Iterator[None]:
    """Thousands of elements take their time."""
    expect.set_options(timeout=30_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, staffed: Path) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("poisoned")
    shutil.copy(staffed, folder)
    talk = poison(folder)
    come_on_duty(folder, AGENT)
    settings = Settings(data_dir=folder, service_hours=AROUND_THE_CLOCK)
    app = create_app(settings, StubAnswerer(poisoned), StubCity(), index=PoisonedIndex())
    with running(app) as service, chromium() as browser:
        yield Place(service, talk, browser)


@pytest.fixture(scope="module")
def console(place: Place) -> Iterator[Console]:
    page = signed_in(place.browser, place.service, AGENT)
    achieved = watched(page.context, place.service)
    page.reload()
    expect(page.get_by_role("tab", name="機器人").locator(".count")).to_have_text(str(COUNT))
    yield page, achieved
    page.context.close()


def test_there_are_more_than_two_hundred_payloads() -> None:
    assert len(set(PAYLOADS)) >= 200
    assert max(map(len, PAYLOADS)) > 50_000


def test_where_nothing_guards_against_them_they_do_run(place: Place) -> None:
    short = [one for one in PAYLOADS if len(one) < 5_000]
    with place.browser.new_context() as context:
        page = context.new_page()
        achieved = watched(context, place.service)
        page.evaluate(WRITE_AS_MARKUP, short)
        achieved.look(page)
        assert achieved.calls > 60
        assert len(achieved.elements) > 200
        assert achieved.foreign


def test_in_the_consoles_lists_they_are_only_words(console: Console) -> None:
    page, achieved = console
    page.get_by_role("tab", name="機器人").click()
    page.evaluate(SCROLL_THROUGH)
    achieved.look(page)
    page.get_by_role("tab", name="案件").click()
    expect(page.locator(".case")).to_have_count(COUNT + 1)
    achieved.look(page)
    page.locator(".case", has_text=CASE).click()
    expect(page.locator("dialog .case-notes li")).to_have_count(COUNT)
    achieved.look(page)
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="待審").click()
    expect(page.locator(".case")).to_have_count(COUNT)
    page.locator(".case").first.click()
    expect(page.get_by_role("dialog").locator("blockquote").first).to_be_visible()
    achieved.look(page)
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="搜尋").click()
    page.get_by_label("搜尋對話").fill(HOOK)
    page.get_by_label("搜尋對話").press("Enter")
    expect(page.locator(".search-pane .row").first).to_be_visible()
    page.evaluate(SCROLL_THROUGH)
    achieved.look(page)
    assert achieved == Achieved()


def test_in_a_conversation_at_the_console_they_are_only_words(console: Console) -> None:
    page, achieved = console
    page.get_by_role("tab", name="我的").click()
    page.locator(".row-main").click()
    expect(page.locator(".log [data-seq]")).to_have_count(5 * COUNT + 1)
    expect(page.locator(".log .note")).to_have_count(COUNT)
    expect(page.locator(".tags li")).to_have_count(COUNT)
    expect(page.locator(".typing")).to_contain_text(PAYLOADS[0])
    expect(page.locator(".suggestion").first.locator(".source, .cited li")).to_have_count(COUNT)
    page.get_by_label("搜尋出處").last.fill("津貼")
    page.get_by_label("搜尋出處").last.press("Enter")
    expect(page.locator(".found > li")).to_have_count(COUNT)
    page.get_by_role("button", name="帶入").first.click()
    expect(page.locator(".attached li").first).to_be_visible()
    page.locator("#composer-text").fill("/")
    expect(page.locator(".canned li").first).to_be_visible()
    page.evaluate(UNFOLD)
    achieved.look(page)
    page.keyboard.press("Escape")
    page.locator("[data-act=transfer]").click()
    expect(page.get_by_role("dialog").locator("option")).to_have_count(2 * COUNT + 1)
    achieved.look(page)
    page.keyboard.press("Escape")
    assert achieved == Achieved()


def test_on_the_supervisors_pages_they_are_only_words(console: Console) -> None:
    page, achieved = console
    for name in ("現場", "答覆審核", "服務時間", "常用回覆", "帳號", "稽核紀錄"):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.locator(".page h2")).to_have_text(name)
        expect(page.locator(".page-content > *").first).not_to_have_text("載入中…")
        achieved.look(page)
    assert "xss" not in page.title()
    assert achieved == Achieved()


def test_in_the_chat_they_are_only_words(place: Place) -> None:
    with place.browser.new_context(viewport=PHONE, locale="zh-TW") as context:
        achieved = watched(context, place.service)
        kept = json.dumps({"id": place.talk.id, "token": place.talk.token})
        context.add_init_script(f"localStorage.setItem('askcity.conversation', {json.dumps(kept)})")
        page = context.new_page()
        page.route("**/api/about", lambda route: _with_examples(route, place.service))
        page.goto(f"{place.service}/chat")
        expect(page.locator("#log .choice")).to_have_count(COUNT + 1)
        expect(page.locator("#log .message")).to_have_count(4 * COUNT + 1)
        expect(page.locator("#examples li").first).to_be_attached()
        expect(page.locator("#standing")).to_contain_text(PAYLOADS[-1][:40])
        page.evaluate(UNFOLD)
        achieved.look(page)
        page.get_by_role("button", name="選單").click()
        page.get_by_role("dialog").get_by_role("button", name="查詢案件").click()
        page.get_by_label("案件編號").fill(CASE)
        page.get_by_label("末四碼或查詢碼").fill("0000")
        page.get_by_role("button", name="查詢", exact=True).click()
        expect(page.locator("#sheet .answer")).to_contain_text(PAYLOADS[0])
        achieved.look(page)
        assert "xss" not in page.title()
        assert achieved == Achieved()


def test_in_a_transcript_they_are_only_words_without_any_policy(place: Place) -> None:
    key = {"Authorization": f"Bearer {place.talk.token}"}
    path = f"{place.service}/api/conversations/{place.talk.id}/transcript?format=html"
    written = httpx.get(path, headers=key, timeout=20).text
    assert PAYLOADS[0].replace("<", "&lt;").replace(">", "&gt;") in written
    with place.browser.new_context() as context:
        achieved = watched(context, place.service)
        page = context.new_page()
        page.route("**/transcript", lambda route: route.fulfill(body=written, content_type="text/html"))
        page.goto(f"{place.service}/transcript")
        expect(page.locator("article")).to_have_count(4 * COUNT + 1)
        achieved.look(page)
        assert achieved == Achieved()


def test_in_the_dialog_that_links_line_they_are_only_words(place: Place) -> None:
    with place.browser.new_context(viewport=PHONE, locale="zh-TW") as context:
        achieved = watched(context, place.service)
        page = opened(context.new_page(), f"{place.service}/chat")
        page.evaluate(LINK_SHEETS, list(PAYLOADS))
        expect(page.locator(".line .lead")).to_have_count(3 * COUNT)
        assert PAYLOADS[0] in (page.locator(".line .lead").first.text_content() or "")
        achieved.look(page)
        assert achieved == Achieved()


def test_on_the_page_of_the_made_up_line_they_are_only_words(place: Place) -> None:
    with line_running(with_page=True) as line, place.browser.new_context(locale="zh-TW") as context:
        achieved = watched(context, line.url)
        page = context.new_page()
        page.route("**/room/state*", _poison_room)
        page.goto(line.url)
        expect(page.locator("#log .entry")).to_have_count(2 * COUNT)
        expect(page.locator("#log article.card")).to_have_count(COUNT)
        expect(page.locator("#quick button")).to_have_count(COUNT)
        expect(page.locator("#menu button")).to_have_count(COUNT)
        expect(page.locator("#journal li")).to_have_count(COUNT)
        achieved.look(page)
        assert achieved == Achieved(elements=["link[href=data:,]"])  # the page's own: no icon


def _poison_room(route: Route) -> None:
    """The platform's state, with words of citizens, of the service and of whoever set the channel up replaced."""
    if not route.request.url.endswith("after="):
        return  # nothing newer ever comes
    told = route.fetch().json()
    entries = [one for at, payload in enumerate(PAYLOADS) for one in _exchange(at, payload)]
    entries[-1]["message"]["quickReply"] = {"items": [{"action": _tapped(one)} for one in PAYLOADS]}
    bounds = {"x": 0, "y": 0, "width": 10, "height": 10}
    areas = [{"bounds": bounds, "action": _tapped(one)} for one in PAYLOADS]
    menu = {
        "id": PAYLOADS[0],
        "chatBarText": PAYLOADS[0],
        "size": {"width": 100, "height": 100},
        "areas": areas,
    }
    journal = [
        {"number": at, "to_service": False, "what": one, "status": 200} for at, one in enumerate(PAYLOADS)
    ]
    poisoned_state = {
        "name": PAYLOADS[0],
        "users": [{"id": f"U{at}", "name": one} for at, one in enumerate(PAYLOADS, 1)],
        "entries": entries,
        "menu": menu,
        "failures": list(PAYLOADS),
        "webhook": {"endpoint": PAYLOADS[0], "active": True},
        "journal": journal,
    }
    route.fulfill(json=told | poisoned_state)


def _exchange(at: int, payload: str) -> list[dict[str, Any]]:
    """What a citizen writes, and a card that answers it."""
    buttons = [
        {"type": "button", "action": {"type": "uri", "uri": payload, "label": payload}},
        {"type": "button", "action": _tapped(payload)},
    ]
    words = {"type": "text", "text": payload, "size": payload, "color": payload}
    card = {"body": {"type": "box", "layout": "vertical", "contents": [words, *buttons]}}
    flex = {"type": "flex", "altText": payload, "contents": card, "sender": {"name": payload}}
    common = {"at": 0, "unsent": False}
    said = {"number": 2 * at, "side": "citizen", "way": "taken", "message": {"type": "text", "text": payload}}
    return [
        said | common,
        {"number": 2 * at + 1, "side": "service", "way": "reply", "message": flex} | common,
    ]


def _tapped(payload: str) -> dict[str, str]:
    return {"type": "message", "label": payload, "text": payload}


def _with_examples(route: Route, service: str) -> None:
    told = httpx.get(f"{service}/api/about").json()
    route.fulfill(json={**told, "examples": list(PAYLOADS)})


WRITE_AS_MARKUP = """(all) => {
  const { body } = document; // some of them take such names away
  for (const one of all) {
    const box = document.createElement("div");
    body.appendChild(box);
    box.innerHTML = one;
  }
}"""
LINK_SHEETS = """async (names) => {
  const { linePage } = await import(new URL("line.js", document.querySelector("script[type=module]").src));
  for (const name of names) {
    for (const step of ["typed", "agreed", "linked"]) document.body.append(linePage({ lineLink: async () => ({ step, name }) }));
  }
}"""
SCROLL_THROUGH = """async () => {
  const scroller = [...document.querySelectorAll(".scroller")].find((one) => one.offsetParent);
  for (let top = 0; top <= scroller.scrollHeight; top += scroller.clientHeight) {
    scroller.scrollTop = top;
    await new Promise(requestAnimationFrame);
  }
}"""
UNFOLD = """() => document.querySelectorAll("details").forEach((one) => { one.open = true; })"""
