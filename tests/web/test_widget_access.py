"""The chat without a mouse, without colours, without motion, and by ear."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import DESK
from tests.web.browsing import ask
from tests.web.journeys import House, Visit, house

pytestmark = pytest.mark.browser

LISTEN = """() => {
  window.spoken = [];
  window.both = false;
  const places = [...document.querySelectorAll("#voice > [aria-live=polite]")];
  new MutationObserver(() => {
    const said = places.map(place => place.textContent).filter(Boolean);
    window.both ||= said.length > 1;
    if (said.length && said[0] !== window.spoken.at(-1)) window.spoken.push(said[0]);
  }).observe(document.getElementById("voice"), { subtree: true, childList: true });
}"""
STOP = """() => {
  const now = document.activeElement;
  const shown = now.matches('input[type=radio]') ? now.nextElementSibling : now;
  const style = getComputedStyle(shown), box = shown.getBoundingClientRect();
  return {
    name: now.outerHTML.slice(0, 90), nowhere: now === document.body,
    unmarked: style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2,
    unseen: box.bottom <= 0 || box.top >= innerHeight, order: now.tabIndex > 0,
  };
}"""
MOVING = "document.getAnimations().filter(one => one.playState === 'running').length"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("house")) as opened:
        yield opened


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport=DESK, locale="zh-TW") as context:
        context.set_default_timeout(10_000)
        yield context.new_page()


@pytest.fixture
def visit(page: Page, place: House) -> Visit:
    page.emulate_media(reduced_motion="reduce", forced_colors="none")
    visit = Visit(page, place, lambda _state: None)
    visit.begin()
    return visit


def reach(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Go to an element by key alone."""
    expect(wanted).to_be_visible()
    for _ in range(60):
        if wanted.evaluate("wanted => wanted === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{wanted} cannot be reached by {key}")


def test_the_whole_journey_can_be_made_by_keyboard(visit: Visit) -> None:
    page, keys = visit.page, visit.page.keyboard
    field = page.get_by_label("您的問題")
    keys.press("Tab")
    expect(page.get_by_role("link", name="跳到輸入欄")).to_be_focused()
    keys.press("Enter")
    expect(field).to_be_focused()
    keys.type("家裡剛生小孩，要辦什麼？")
    keys.press("Enter")
    expect(page.locator(".source")).to_have_count(4)
    expect(field).to_be_focused()
    reach(page, page.locator(".quotes summary").first, "Shift+Tab")
    keys.press("Enter")
    expect(page.locator("blockquote").first).to_be_visible()
    no = page.get_by_role("button", name="沒幫助")
    reach(page, no)
    keys.press("Space")
    expect(page.get_by_role("radio", name="答非所問")).to_be_focused()
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(page.locator(".why")).to_be_hidden()
    expect(no).to_be_focused()
    person = page.get_by_role("button", name="找真人")
    reach(page, person, "Shift+Tab")
    keys.press("Enter")
    cancel = page.get_by_role("button", name="取消等候")
    expect(cancel).to_be_visible()
    reach(page, cancel, "Shift+Tab")
    keys.press("Enter")
    expect(cancel).to_be_hidden()
    expect(field).to_be_focused()
    menu = page.get_by_role("button", name="選單")
    reach(page, menu, "Shift+Tab")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="選單")).to_be_focused()
    reach(page, page.get_by_role("dialog").get_by_role("button", name="通報問題"))
    keys.press("Enter")
    what = page.get_by_label("發生什麼事")
    reach(page, what)
    keys.type("樹倒了")
    reach(page, page.get_by_role("button", name="送出通報"))
    keys.press("Enter")
    expect(page.get_by_label("在哪裡")).to_be_focused()
    expect(page.get_by_label("在哪裡")).to_have_attribute("aria-invalid", "true")
    keys.type("公園路 5 號")
    keys.press("Enter")
    expect(page.locator(".done")).to_be_focused()
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(menu).to_be_focused()


def test_every_stop_of_the_tab_key_is_marked_and_in_sight(visit: Visit) -> None:
    page = visit.page
    ask(page, "津貼怎麼領？")
    expect(page.locator(".choice")).to_have_count(4)
    ask(page, "家裡剛生小孩，要辦什麼？")
    expect(page.locator(".source")).to_have_count(4)
    page.locator("body").evaluate("body => { body.tabIndex = -1; body.focus(); }")
    names = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop["nowhere"] or stop["name"] in names[:1]:
            break
        names.append(stop["name"])
        assert not (stop["unmarked"] or stop["unseen"] or stop["order"]), stop
    assert len(names) > 15
    assert 'id="send"' in names[-1]


def test_the_focus_stays_where_it_is_while_the_place_in_the_queue_moves(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("button", name="找真人").click()
    cancel = page.get_by_role("button", name="取消等候")
    cancel.focus()
    page.evaluate("window.before = document.activeElement")
    event = 'event: state\ndata: {"state":"queued","position":3,"wait_seconds":240,"reason":null}\n\n'
    page.route("**/events?*", lambda route: route.fulfill(body=event, content_type="text/event-stream"))
    page.evaluate("dispatchEvent(new Event('offline')); dispatchEvent(new Event('online'))")
    expect(page.locator(".standing p")).to_have_text("等候真人客服：您是第 3 位 （大約 4 分鐘）")
    assert page.evaluate("document.activeElement === window.before")
    page.unroute("**/events?*")
    cancel.click()
    expect(page.locator(".standing")).to_be_hidden()


def test_each_message_is_read_out_once_and_never_again_after_a_reload(visit: Visit) -> None:
    page = visit.page
    page.evaluate(LISTEN)
    ask(page, "家裡剛生小孩，要辦什麼？")
    expect(page.locator(".source")).to_have_count(4)
    ask(page, "津貼怎麼領？")
    expect(page.locator(".choice")).to_have_count(4)
    spoken = page.evaluate("window.spoken")
    (answer,) = [text for text in spoken if "第1胎每名" in text]
    assert answer.endswith("附 4 個出處。")
    assert [text for text in spoken if "您想問的是下面哪一項" in text] == [spoken[-1]]
    assert page.evaluate("window.both") is False
    page.reload()
    page.evaluate(LISTEN)
    expect(page.locator(".service")).to_have_count(2)
    ask(page, "失火了")
    expect(page.locator(".is-emergency")).to_be_visible()
    expect(page.locator(".standing")).to_be_visible()
    assert not [text for text in page.evaluate("window.spoken") if "第1胎" in text]
    page.get_by_role("button", name="取消等候").click()


def test_nothing_moves_for_those_who_want_no_motion(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("button", name="找真人").click()
    expect(page.locator(".standing.queued")).to_be_visible()
    assert page.evaluate(MOVING) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(MOVING) > 0
    page.get_by_role("button", name="取消等候").click()


def test_what_is_chosen_differs_without_colours(visit: Visit) -> None:
    page = visit.page
    page.emulate_media(forced_colors="active")
    ask(page, "家裡剛生小孩，要辦什麼？")
    yes, no = page.locator(".rate").first, page.locator(".rate").last
    no.click()
    page.get_by_text("看不懂").click()
    expect(no).to_have_attribute("aria-pressed", "true")
    border = "one => { const { borderTopWidth, borderTopColor } = getComputedStyle(one); return borderTopWidth + borderTopColor; }"
    assert yes.evaluate(border) != no.evaluate(border)
    chosen, other = (
        page.locator(".pill input:checked + span"),
        page.locator(".pill input:not(:checked) + span").first,
    )
    assert chosen.evaluate(border) != other.evaluate(border)
    for part in (".citizen .words", ".card", "#text", "#person"):
        assert not re.match("0px|.*rgba\\(0, 0, 0, 0\\)", page.locator(part).first.evaluate(border)), part
