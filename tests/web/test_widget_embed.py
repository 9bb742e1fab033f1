"""The widget on city sites of other origins, in a real browser."""

import httpx
import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Page, expect

from tests.browser import DESK, PHONE, violations

pytestmark = pytest.mark.browser

INSIDE = "document.querySelector('askcity-widget').shadowRoot.querySelector('iframe').contentWindow"


def shown(context: BrowserContext, service: str, host: str) -> Page:
    """One of the invented sites."""
    page = context.new_page()
    page.set_viewport_size(DESK)
    page.goto(f"http://{host}:{service.rsplit(':', 1)[1]}/embed-demo/{host.partition('.')[0]}")
    return page


@pytest.fixture
def museum(context: BrowserContext, service: str) -> Page:
    return shown(context, service, "museum.city.localhost")


def launch(page: Page) -> FrameLocator:
    page.get_by_role("button", name="問市府").click()
    chat = page.frame_locator("askcity-widget iframe")
    expect(chat.get_by_label("您的問題")).to_be_focused()
    return chat


def ask(chat: FrameLocator, text: str) -> None:
    chat.get_by_label("您的問題").fill(text)
    chat.get_by_role("button", name="送出問題").click()


def test_one_line_of_script_brings_the_chat_to_a_city_site(museum: Page) -> None:
    chat = launch(museum)
    ask(chat, "今天有開嗎？")
    expect(chat.locator(".service .words")).to_contain_text("今天有開嗎")


def test_shutting_gives_the_focus_back_and_opening_again_goes_on(museum: Page) -> None:
    chat = launch(museum)
    ask(chat, "第一題")
    expect(chat.locator(".service")).to_have_count(1)
    chat.get_by_role("button", name="收起對話視窗").click()
    expect(museum.get_by_role("button", name="問市府")).to_be_focused()
    launch(museum)
    museum.keyboard.press("Escape")
    expect(museum.get_by_role("button", name="問市府")).to_be_focused()
    expect(launch(museum).locator(".service")).to_have_count(1)


def test_the_conversation_follows_the_citizen_to_the_next_site_of_the_city(
    museum: Page, context: BrowserContext, service: str
) -> None:
    chat = launch(museum)
    ask(chat, "在美術館問的")
    expect(chat.locator(".service")).to_have_count(1)
    household = shown(context, service, "household.city.localhost")
    expect(launch(household).locator(".citizen .words")).to_have_text("在美術館問的")


def test_the_site_that_the_citizen_is_on_is_told_when_the_conversation_begins(museum: Page) -> None:
    chat = launch(museum)
    with museum.expect_request("**/api/conversations") as begun:
        ask(chat, "今天有開嗎？")
    assert begun.value.post_data_json == {"locale": "zh-TW", "site": "museum"}
    expect(chat.locator(".service")).to_have_count(1)


def test_a_site_of_another_domain_is_served_although_the_browser_keeps_nothing_there(
    context: BrowserContext, service: str
) -> None:
    chat = launch(shown(context, service, "zoo.localhost"))
    ask(chat, "在動物園問的")
    expect(chat.locator(".service")).to_have_count(1)
    ask(chat, "第二題")
    expect(chat.locator(".service")).to_have_count(2)


def test_the_menu_offers_what_has_a_use_where_it_is(context: BrowserContext, service: str) -> None:
    grow, follow = "放大或還原視窗", "接續我在其他市府網站的對話"
    for host, wanted in (("museum.city.localhost", {grow}), ("zoo.localhost", {grow, follow})):
        page = shown(context, service, host)
        chat = launch(page)
        chat.get_by_role("button", name="選單").click()
        expect(chat.get_by_role("dialog").get_by_role("button", name=grow)).to_be_visible()
        assert {grow, follow} & set(chat.locator(".entry").all_inner_texts()) == wanted
        page.set_viewport_size(PHONE)
        page.reload()
        launch(page).get_by_role("button", name="選單").click()
        expect(chat.get_by_role("dialog").get_by_role("button", name="開始新對話")).to_be_visible()
        assert grow not in chat.locator(".entry").all_inner_texts()


def test_the_page_around_it_cannot_read_the_chat(museum: Page) -> None:
    launch(museum)
    read = f"() => {{ try {{ return {INSIDE}.document.title; }} catch (error) {{ return error.name; }} }}"
    assert museum.evaluate(read) == "SecurityError"


def test_messages_of_strangers_change_nothing(museum: Page) -> None:
    chat = launch(museum)
    museum.evaluate(f"""() => {{
        window.postMessage({{ type: 'close' }}, '*');
        {INSIDE}.postMessage({{ type: 'say', text: '假冒' }}, '*');
    }}""")
    ask(chat, "真的問題")
    expect(chat.locator(".citizen .words")).to_have_text("真的問題")


def framed(page: Page, service: str, named: str) -> str:
    """The title of a frame that names an origin; what the browser shows where it keeps the page out has none."""
    port = service.rsplit(":", 1)[1]
    address = f"http://bot.city.localhost:{port}/widget?origin=http%3A%2F%2F{named}%3A{port}"
    with page.expect_response(address) as answered:
        page.evaluate(
            "address => document.body.append(Object.assign(document.createElement('iframe'), { src: address }))",
            address,
        )
    assert answered.value.status == 200
    page.frames[-1].wait_for_load_state()
    return page.frames[-1].title()


def test_a_page_that_is_not_the_city_s_gets_no_chat(context: BrowserContext, service: str) -> None:
    page = context.new_page()
    page.goto(f"http://evil.localhost:{service.rsplit(':', 1)[1]}/embed-demo/museum")
    with page.expect_response("**/widget?**") as answered:
        page.get_by_role("button", name="問市府").click()
    assert answered.value.status == 403


def test_a_page_that_claims_to_be_another_is_kept_out_by_the_browser(
    context: BrowserContext, service: str, museum: Page
) -> None:
    assert framed(museum, service, "museum.city.localhost") == "市政智慧客服"
    evil = context.new_page()
    evil.goto(f"http://evil.localhost:{service.rsplit(':', 1)[1]}/embed-demo/museum")
    assert framed(evil, service, "museum.city.localhost") != "市政智慧客服"


def test_the_demonstration_is_shown_on_this_machine_alone(service: str) -> None:
    assert httpx.get(f"{service}/embed-demo").status_code == 200
    assert httpx.get(f"{service}/embed-demo", headers={"Host": "bot.example"}).status_code == 404


def test_axe_finds_nothing_on_a_site_with_the_widget(museum: Page) -> None:
    museum.emulate_media(reduced_motion="reduce")
    assert violations(museum) == []
    launch(museum)
    assert violations(museum) == []
