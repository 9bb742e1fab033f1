"""The console's page in a real browser: the whole story, by keyboard, hostile words, many rows, lost connections."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Connection, insert

from askcity.app import create_app
from askcity.settings import Settings
from handoff.office import Office
from handoff.service import utc_now
from handoff.tables import conversations, events
from tests.browser import PHONE, chromium, violations
from tests.console import journey
from tests.console.browser import signed_in
from tests.console.camera import Blind
from tests.console.staff import Console, in_office
from tests.console.stub import StubIndex
from tests.web.citizen import Citizen
from tests.web.stub import AROUND_THE_CLOCK, CITATION, StubAnswerer, StubCity, running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, service: str) -> Iterator[Page]:
    page = signed_in(browser, service, "lin")
    yield page
    page.context.close()


@pytest.fixture
def citizens() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def waiting(citizen: Citizen, text: str = "生育津貼可以領多少？") -> None:
    """A citizen who asked, got an answer, and waits for a person."""
    citizen.send(text)
    citizen.hear(2)
    citizen.post("handoff", {})


def test_the_whole_story(browser: Browser, service: str, answerer: StubAnswerer) -> None:
    answerer.make = journey.answer
    journey.story(browser, service, Blind())
    for context in browser.contexts:
        context.close()


def test_the_whole_task_can_be_done_by_keyboard(page: Page, citizen: Citizen) -> None:
    waiting(citizen)
    expect(page.locator(".row")).to_have_count(1)
    keys = page.keyboard
    keys.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("快速鍵")
    keys.press("Escape")
    keys.press("1")
    expect(page.locator(".row-main")).to_be_focused()
    keys.press("t")
    text = page.locator("#composer-text")
    expect(text).to_be_focused()
    keys.type("您好，馬上為您查。")
    keys.press("Enter")
    expect(page.locator(".message.mine")).to_have_count(1)
    keys.press("Alt+n")
    keys.type("只給同仁看")
    keys.press("Enter")
    expect(page.locator(".log .note")).to_have_count(1)
    expect(page.locator(".suggestion").first).to_be_visible()
    keys.press("Alt+1")
    expect(text).to_have_value(f"關於「生育津貼可以領多少？」：{CITATION.quote}。")
    keys.press("Enter")
    expect(page.locator(".message.mine .cited")).to_have_count(1)
    keys.press("Escape")
    keys.press("l")
    keys.type("津貼")
    keys.press("Enter")
    expect(page.locator(".tags li")).to_have_count(1)
    keys.press("Escape")
    keys.press("b")
    keys.press("Enter")
    expect(page.locator(".talk-head .chip")).to_have_text("機器人")
    keys.press("t")
    expect(page.locator(".talk-head .chip")).to_have_text("服務中")
    keys.press("Escape")
    keys.press("e")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.locator(".talk-head .chip")).to_have_text("已結束")


def test_keys_do_nothing_while_one_writes_and_can_be_turned_off(page: Page, citizen: Citizen) -> None:
    waiting(citizen)
    page.locator(".take").click()
    expect(page.locator("#composer-text")).to_be_focused()
    page.keyboard.type("tbex?")
    expect(page.locator("#composer-text")).to_have_value("tbex?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator(".menu summary").click()
    page.get_by_label("單鍵快速鍵").uncheck()
    page.locator(".log").focus()
    page.keyboard.press("e")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_both_sides_see_each_other_type(page: Page, citizen: Citizen) -> None:
    citizen.send("你好")
    page.get_by_role("tab", name="機器人").click()
    page.locator(".take").click()
    expect(page.locator("#composer-text")).to_be_focused()
    with citizen.stream() as events:
        page.keyboard.type("您好")
        assert any(event.kind == "typing" and event.data == {"author": "agent"} for event in events)
    citizen.post("typing", {"text": "我想問的是"})
    expect(page.locator(".typing")).to_contain_text("我想問的是")


def test_a_lost_connection_shows_and_what_was_missed_comes_after_it(
    browser: Browser, tmp_path: Path, staffed: Path, citizens: ExitStack
) -> None:
    (tmp_path / "askcity.sqlite3").write_bytes(staffed.read_bytes())
    settings = Settings(data_dir=tmp_path, service_hours=AROUND_THE_CLOCK)

    def made() -> Any:
        return create_app(settings, StubAnswerer(), StubCity(), index=StubIndex())

    with running(made()) as service:
        page = signed_in(browser, service, "lin")
        citizen = citizens.enter_context(Citizen(service))
        citizen.send("停機前")
        citizen.hear(2)
        page.get_by_role("tab", name="機器人").click()
        page.locator(".take").click()
        expect(page.locator(".talk-head .chip")).to_have_text("服務中")
    expect(page.locator(".connection")).to_contain_text("連線中斷")
    page.locator("#composer-text").fill("停機時寫的")
    page.locator("#composer-text").press("Enter")
    expect(page.locator(".pending")).to_have_count(1)
    with running(made(), port=int(service.rsplit(":", 1)[1])):
        citizen.send("停機後")
        expect(page.locator(".message.citizen .words")).to_have_text(["停機前", "停機後"], timeout=30_000)
        expect(page.locator(".message.mine[data-seq] .words")).to_have_text(["停機時寫的"], timeout=30_000)
        expect(page.locator(".connection")).to_be_empty()
        page.context.close()


def test_a_session_that_ended_shows_the_way_in(page: Page, service: str, tmp_path: Path) -> None:
    in_office(tmp_path, lambda office: office.agents.disable("lin"))
    expect(page.get_by_label("密碼")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("alert")).to_contain_text("登入已經失效")


async def crowd(office: Office) -> None:
    """Two thousand conversations of the bot's, each with one message."""
    ids = [f"citizen-{number}" for number in range(2_000)]
    now = utc_now()
    facts = {"locale": "zh-TW", "token_digest": b"", "state": "bot", "version": 0, "last_seq": 1}
    said = {
        "seq": 1,
        "kind": "message",
        "author": "citizen",
        "text": "請問",
        "details": {},
        "created_at": now,
    }
    times = {"created_at": now, "updated_at": now}

    def open_all(connection: Connection) -> None:
        connection.execute(insert(conversations), [{"id": id_, **facts, **times} for id_ in ids])
        connection.execute(insert(events), [{"conversation_id": id_, **said} for id_ in ids])

    await office.storage.writer.run(open_all)


def test_two_thousand_rows_stay_smooth(page: Page, service: str, tmp_path: Path) -> None:
    in_office(tmp_path, crowd)
    page.get_by_role("tab", name="機器人").click()
    expect(page.get_by_role("tab", name="機器人").locator(".count")).to_have_text("2000", timeout=30_000)
    assert page.locator(".row").count() < 60
    page.locator(".row-main").first.focus()
    slowest = page.evaluate(
        """async () => {
            const scroller = document.querySelector(".scroller");
            let slowest = 0;
            for (let step = 0; step < 60; step += 1) {
                const begun = performance.now();
                scroller.scrollTop += 2_500;
                scroller.dispatchEvent(new Event("scroll"));
                scroller.getBoundingClientRect();
                slowest = Math.max(slowest, performance.now() - begun);
                await new Promise(requestAnimationFrame);
            }
            return slowest;
        }"""
    )
    assert slowest < 100
    page.keyboard.press("End")
    expect(page.locator(".row-main:focus")).to_be_visible()
    assert page.locator(".row:has(:focus)").get_attribute("aria-posinset") == "2000"


def test_text_cannot_become_markup_even_by_mistake(page: Page) -> None:
    refused = page.evaluate(
        "() => { try { document.body.innerHTML = '<b>x</b>'; return false; } catch { return true; } }"
    )
    assert refused


def test_the_page_asks_nobody_but_its_own_service(browser: Browser, service: str, citizen: Citizen) -> None:
    waiting(citizen)
    page = signed_in(browser, service, "lin")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.locator(".take").click()
    expect(page.locator(".suggestion").first).to_be_visible()
    assert asked
    assert all(url.startswith(service) for url in asked)
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_the_desk(browser: Browser, service: str, citizen: Citizen, scheme: str) -> None:
    page = signed_in(browser, service, "chief", scheme=scheme)
    found = {"empty": violations(page)}
    waiting(citizen)
    page.locator(".take").click()
    expect(page.locator(".suggestion").first).to_be_visible()
    found["conversation"] = violations(page)
    page.locator(".composer .mode", has_text="備註").click()
    found["note"] = violations(page)
    for act in ("transfer", "return", "close"):
        page.locator(f"[data-act={act}]").click()
        found[act] = violations(page)
        page.keyboard.press("Escape")
    page.locator(".menu summary").click()
    found["menu"] = violations(page)
    page.locator(".menu summary").click()
    for name in ("現場", "答覆審核", "服務時間", "常用回覆", "帳號", "稽核紀錄"):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.locator(".page h2")).to_have_text(name)
        expect(page.locator(".page-content > *").first).not_to_have_text("載入中…")
        found[name] = violations(page)
    page.context.close()
    assert {state: those for state, those in found.items() if those} == {}


def test_axe_finds_nothing_on_the_way_in_and_on_a_phone(
    browser: Browser, service: str, citizen: Citizen
) -> None:
    context = browser.new_context(viewport=PHONE)
    way_in = context.new_page()
    way_in.goto(f"{service}/console")
    expect(way_in.get_by_label("密碼")).to_be_visible()
    assert violations(way_in) == []
    context.close()
    waiting(citizen)
    page = signed_in(browser, service, "lin", PHONE)
    assert violations(page) == []
    page.locator(".take").click()
    expect(page.locator("#composer-text")).to_be_focused()
    assert violations(page) == []
    page.get_by_role("button", name="輔助資訊").click()
    expect(page.locator(".suggestion").first).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.context.close()


def test_a_draft_is_approved_with_other_words(page: Page, service: str, citizen: Citizen) -> None:
    with Console(service, "chief") as chief:
        rules = {"minutes": 5, "topics": [{"label": "津貼", "agencies": [], "words": ["津貼"]}]}
        chief.http.put("/lane", json=rules)
    citizen.send("生育津貼可以領多少？")
    page.get_by_role("tab", name="待審").click()
    page.locator(".case").click()
    dialog = page.get_by_role("dialog")
    assert violations(page) == []
    dialog.get_by_label("機器人的答覆（可以修改）").fill("第1胎3萬元。")
    dialog.get_by_role("button", name="核可送出").click()
    expect(dialog).to_have_count(0)
    assert citizen.hear(3)[2].data["text"] == "第1胎3萬元。"


def test_an_agent_set_offline_is_told_and_can_come_back(page: Page, service: str) -> None:
    expect(page.locator("#presence")).to_have_value("online")
    with Console(service, "chief") as chief:
        chief.http.post("/agents/lin/offline")
    expect(page.locator("#presence")).to_have_value("offline", timeout=20_000)
    expect(page.locator("#toasts")).to_contain_text("設為離線")
    page.locator("#presence").select_option("online")
    expect(page.locator("#presence")).to_have_attribute("data-presence", "online")


def test_the_console_speaks_english_too(page: Page) -> None:
    page.locator(".menu summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("tab", name="Queue")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_case_is_answered(page: Page, citizen: Citizen) -> None:
    form = {"client_id": "1", "text": "請回電", "name": "王小明", "contact": "0912-345-678"}
    citizen.post("case", form)
    page.get_by_role("tab", name="案件").click()
    page.locator(".case").click()
    page.get_by_role("dialog").get_by_role("button", name="接下").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator(".case").click()
    page.get_by_role("dialog").get_by_role("button", name="回覆並結案").click()
    page.get_by_label("給民眾的回覆").fill("已經電話說明。")
    page.get_by_role("dialog").last.get_by_role("button", name="回覆並結案").click()
    expect(page.get_by_text("沒有待處理的案件。")).to_be_visible()


def test_a_click_counts_although_the_list_changes_between_press_and_release(
    page: Page, service: str, citizen: Citizen
) -> None:
    citizen.send("先來的")
    page.get_by_role("tab", name="機器人").click()
    page.locator(".row-main").hover()
    page.mouse.down()
    with Citizen(service) as other:
        other.post("handoff", {})
        expect(page.locator(".waiting")).to_contain_text("1 人等候")
        page.mouse.up()
    expect(page.locator(".message.citizen .words")).to_have_text("先來的")
    expect(page.get_by_role("tab", name="排隊").locator(".count")).to_have_text("1")


def test_one_who_starts_to_wait_is_announced_by_tone_and_notification_where_nobody_looks(
    browser: Browser, service: str, citizen: Citizen
) -> None:
    page = signed_in(browser, service, "lin")
    page.context.grant_permissions(["notifications"])
    page.locator(".menu summary").click()
    page.get_by_label("桌面通知").check()
    page.evaluate(NOTE_ALERTS)
    citizen.post("handoff", {})
    expect(page.locator("#told")).to_contain_text("有民眾在等候")
    assert page.evaluate("window.notices") == ["有民眾在等候"]
    assert page.evaluate("window.sounded") == "tone"
    page.context.close()


NOTE_ALERTS = """() => {
  let sounded;
  window.sounded = new Promise((resolve) => { sounded = resolve; });
  window.notices = [];
  Object.defineProperty(document, "visibilityState", { value: "hidden" });
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (at) { sounded("tone"); return start.call(this, at); };
  window.Notification = class extends EventTarget {
    static permission = "granted";
    constructor(title) { super(); window.notices.push(title); }
  };
}"""


def test_what_was_said_is_found_by_search(page: Page, citizen: Citizen) -> None:
    citizen.send("很特別的一句話")
    citizen.hear(2)
    page.keyboard.press("/")
    page.keyboard.type("特別的一句")
    page.keyboard.press("Enter")
    page.locator(".search-pane .row-main").click()
    expect(page.locator(".message.citizen .words")).to_have_text("很特別的一句話")
