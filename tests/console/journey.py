"""A handoff and a day at the console as one story, seen by citizen and agents in real pages.

`python -m tests.console.journey docs/images` takes its pictures.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from askcity.app import create_app
from askcity.logs import configure_logs
from askcity.settings import Settings
from bot.answer import Answer, AnswerStatus, HandoffReason, Question
from tests.browser import PHONE, chromium
from tests.console.browser import signed_in
from tests.console.camera import Blind, Camera
from tests.console.staff import Console, hire
from tests.console.stub import StubIndex
from tests.web.browsing import ask, opened
from tests.web.citizen import Citizen
from tests.web.stub import AROUND_THE_CLOCK, CITATION, StubAnswerer, StubCity, running

REPLIES = (
    ("您好", "開場問候", "您好，我是{客服}，接下來由我為您服務。"),
    ("查詢", "需要時間查詢", "這件事我需要向承辦單位確認，大約三分鐘，麻煩您在線上稍候。"),
    ("結束", "結束前確認", "請問還有其他可以協助的地方嗎？"),
)
OTHERS = (
    "公托怎麼申請？要排多久？",
    "電子發票中獎要去哪裡領？",
    "I lost my residence card. What should I do?",
    "垃圾車今天會來嗎？",
)


def answer(question: Question) -> Answer:
    """Sure of allowances, helpless with everything else."""
    if "津貼" in question.text:
        return Answer(
            AnswerStatus.ANSWERED, f"{CITATION.quote}。", 0.91, (CITATION,), agencies=(CITATION.agency,)
        )
    text = "這個問題我找不到可以引用的依據，不敢亂答。"
    return Answer(AnswerStatus.UNANSWERABLE, text, 0.18, handoff=HandoffReason.LOW_CONFIDENCE)


def prepare(service: str) -> list[Citizen]:
    """Canned replies, and citizens who talk with the bot."""
    with Console(service, "chief") as chief:
        for shortcut, title, text in REPLIES:
            reply = {"shortcut": shortcut, "title": title, "text": text, "shared": True}
            assert chief.http.post("/canned", json=reply).status_code == 201
    citizens = [Citizen(service) for _ in OTHERS]
    for citizen, text in zip(citizens, OTHERS, strict=True):
        citizen.send(text)
        citizen.hear(2)
    return citizens


def story(browser: Browser, service: str, camera: Blind) -> None:
    """From the citizen's question to their rating; then a conversation of the bot's that is taken over at once."""
    others = prepare(service)
    citizen = _at_the_chat(browser, service)
    lin = signed_in(browser, service, "lin")
    expect(lin.locator("#presence")).to_have_value("online")
    _ask(citizen, lin, camera)
    _wait(citizen, lin, others[-1], camera)
    _take_over(citizen, lin, camera)
    _serve(citizen, lin, camera)
    wang = signed_in(browser, service, "wang")
    _transfer(citizen, lin, wang, camera)
    _return(citizen, wang, camera)
    _end(citizen, wang, camera)
    _take_from_the_bot(citizen, lin, camera)
    _supervise(browser, service, camera)
    _on_a_phone(browser, service, camera)
    for other in others:
        other.http.close()


def _at_the_chat(browser: Browser, service: str) -> Page:
    context = browser.new_context(viewport=PHONE, locale="zh-TW", timezone_id="Asia/Taipei")
    context.set_default_timeout(20_000)
    return opened(context.new_page(), f"{service}/chat")


def _ask(citizen: Page, lin: Page, camera: Blind) -> None:
    ask(citizen, "我家門口的路燈壞了三天，晚上很危險，要找誰？")
    expect(citizen.get_by_role("button", name="好，轉接真人")).to_be_visible()
    lin.get_by_role("tab", name="機器人").click()
    row = lin.locator(".row", has_text="路燈壞了三天")
    expect(row).to_contain_text("找不到依據")
    row.locator(".row-main").click()
    expect(lin.locator(".message.bot")).to_contain_text("找不到可以引用的依據")
    camera.both(citizen, lin, "1-unsure")


def _wait(citizen: Page, lin: Page, other: Citizen, camera: Blind) -> None:
    other.post("handoff", {})
    lin.get_by_role("tab", name="排隊").click()
    expect(lin.locator(".row")).to_have_count(1)
    citizen.get_by_role("button", name="好，轉接真人").click()
    expect(citizen.locator("#standing")).to_contain_text("您是第 2 位")
    expect(lin.locator(".row")).to_have_count(2)
    camera.both(citizen, lin, "2-waiting")
    camera.console(lin, "queue")
    other.post("handoff/cancel", {})
    expect(citizen.locator("#standing")).to_contain_text("您是下一位")


def _take_over(citizen: Page, lin: Page, camera: Blind) -> None:
    lin.locator(".row", has_text="路燈壞了三天").get_by_role("button", name="接手").click()
    expect(lin.get_by_label("回覆民眾（民眾看得到）")).to_be_focused()
    expect(citizen.locator("#standing")).to_contain_text("林小姐為您服務中")
    lin.keyboard.type("/您")
    expect(lin.locator(".canned li")).to_have_count(1)
    expect(citizen.locator("#working")).to_contain_text("正在輸入")
    camera.console(lin, "canned")
    lin.keyboard.press("Enter")
    expect(lin.get_by_label("回覆民眾（民眾看得到）")).to_have_value("您好，我是林小姐，接下來由我為您服務。")
    lin.keyboard.press("Enter")
    expect(citizen.locator(".message.agent .words")).to_have_text("您好，我是林小姐，接下來由我為您服務。")
    citizen.get_by_label("您的問題").press_sequentially("在中山路口的")
    expect(lin.locator(".typing")).to_contain_text("在中山路口的")
    camera.both(citizen, lin, "3-taken-over")
    citizen.get_by_label("您的問題").fill("")


def _serve(citizen: Page, lin: Page, camera: Blind) -> None:
    lin.get_by_role("button", name="備註", exact=True).click()
    lin.keyboard.type("已向養護工程處查詢，今天下午會派工。")
    lin.keyboard.press("Enter")
    expect(lin.locator(".log .note")).to_have_count(1)
    ask(citizen, "對了，生育津貼可以領多少？")
    expect(lin.locator(".suggestion").first).to_contain_text(CITATION.quote)
    lin.get_by_role("button", name="帶入").first.click()
    expect(lin.locator(".attached li")).to_have_count(1)
    lin.get_by_label("回覆民眾（民眾看得到）").press("Enter")
    expect(lin.locator(".message.mine .cited")).to_have_count(1)
    expect(citizen.locator(".message.agent .source")).to_have_count(1)
    expect(lin.locator(".mark").last).to_have_text("已讀")
    expect(citizen.locator(".citizen .told").last).to_have_text("已讀")
    expect(citizen.locator("#log")).not_to_contain_text("養護工程處")
    lin.get_by_label("加標籤").fill("路燈")
    lin.get_by_label("加標籤").press("Enter")
    expect(lin.locator(".tags li")).to_have_count(1)
    camera.both(citizen, lin, "4-answered")
    camera.console(lin, "conversation")


def _transfer(citizen: Page, lin: Page, wang: Page, camera: Blind) -> None:
    lin.get_by_role("button", name="轉接", exact=True).click()
    dialog = lin.get_by_role("dialog")
    dialog.get_by_label("同仁或組別").select_option("agent:wang")
    dialog.get_by_label("交接備註（民眾看不到）").fill("請接著確認派工時間。")
    camera.console(lin, "transfer")
    dialog.get_by_role("button", name="轉接", exact=True).click()
    expect(lin.locator(".away")).to_have_text("這段對話改由別的同仁服務了。")
    expect(citizen.locator("#standing")).to_contain_text("王先生為您服務中")
    wang.get_by_role("tab", name="我的").click()
    wang.locator(".row-main").first.click()
    expect(wang.locator(".log .note")).to_have_count(2)
    expect(wang.locator(".suggestion").first).to_be_visible()
    camera.both(citizen, wang, "5-transferred")


def _return(citizen: Page, wang: Page, camera: Blind) -> None:
    wang.get_by_role("button", name="交回機器人").click()
    wang.get_by_role("dialog").get_by_role("button", name="交回").click()
    expect(wang.locator(".talk-head .chip")).to_have_text("機器人")
    expect(citizen.locator("#standing")).to_be_hidden()
    ask(citizen, "生育津貼要去哪裡辦？")
    expect(citizen.locator(".message.bot .source")).to_have_count(1)
    expect(wang.locator(".message.bot .cited")).to_have_count(1)
    expect(citizen.locator("#latest")).to_be_hidden()
    camera.both(citizen, wang, "6-returned")


def _end(citizen: Page, wang: Page, camera: Blind) -> None:
    wang.get_by_role("button", name="接手", exact=True).click()
    wang.get_by_role("button", name="結案").click()
    wang.get_by_role("dialog").get_by_role("button", name="結案").click()
    expect(wang.locator(".talk-head .chip")).to_have_text("已結束")
    citizen.get_by_text("很滿意", exact=True).click()
    citizen.get_by_label("想對我們說的話").fill("很親切，謝謝。")
    camera.both(citizen, wang, "7-closed")
    citizen.get_by_role("button", name="送出評分").click()
    expect(citizen.get_by_text("已收到您的評分，謝謝您。")).to_be_visible()
    expect(wang.locator(".side")).to_contain_text("5 分（滿分 5 分）")


def _take_from_the_bot(citizen: Page, lin: Page, camera: Blind) -> None:
    citizen.get_by_role("button", name="開始新對話").click()
    ask(citizen, "停車費單據不見了，還能繳嗎？")
    expect(citizen.locator(".message.bot")).to_have_count(1)
    lin.get_by_role("tab", name="機器人").click()
    lin.locator(".row", has_text="停車費").locator(".row-main").click()
    expect(lin.locator(".message.citizen")).to_have_count(1)
    camera.console(lin, "bots")
    lin.locator(".talk-acts").get_by_role("button", name="接手").click()
    expect(lin.locator(".talk-head .chip")).to_have_text("服務中")
    expect(citizen.locator(".message.system").last).to_contain_text("林小姐加入了對話")
    lin.keyboard.type("您好，單據不見了也可以到超商用車號補單繳費。")
    lin.keyboard.press("Enter")
    expect(citizen.locator(".message.agent .words")).to_contain_text("用車號補單繳費")
    camera.both(citizen, lin, "8-taken-from-the-bot")


def _supervise(browser: Browser, service: str, camera: Blind) -> None:
    chief = signed_in(browser, service, "chief")
    chief.get_by_role("button", name="現場").click()
    expect(chief.locator(".figure dd").first).to_be_visible()
    camera.console(chief, "floor")
    chief.get_by_role("button", name="旁聽").first.click()
    expect(chief.locator(".message.citizen")).to_have_count(1)
    chief.get_by_role("button", name="悄悄話").click()
    dialog = chief.get_by_role("dialog")
    dialog.get_by_label("內容").fill("記得提醒繳費期限。")
    dialog.get_by_role("button", name="送出").click()
    expect(chief.locator(".log .whisper")).to_have_count(1)
    camera.console(chief, "listening")


def _on_a_phone(browser: Browser, service: str, camera: Blind) -> None:
    phone = signed_in(browser, service, "lin", PHONE)
    phone.get_by_role("tab", name="機器人").click()
    expect(phone.locator(".row").first).to_be_visible()
    camera.console(phone, "phone-list")
    phone.get_by_role("tab", name="我的").click()
    phone.locator(".row-main").first.click()
    expect(phone.locator(".log .whisper")).to_have_count(1)
    camera.console(phone, "phone-conversation")


def record(folder: Path) -> None:
    """Play the story and keep its pictures."""
    configure_logs("ERROR")
    with tempfile.TemporaryDirectory() as place:
        data = Path(place)
        hire(data)
        settings = Settings(data_dir=data, service_hours=AROUND_THE_CLOCK)
        app = create_app(settings, StubAnswerer(answer), StubCity(), index=StubIndex())
        with running(app) as service, chromium() as browser:
            story(browser, service, Camera(folder))


if __name__ == "__main__":
    record(Path(sys.argv[1]))
