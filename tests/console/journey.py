"""A day at the console as one story; `python -m tests.console.journey docs/images` takes its pictures."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from askcity.app import create_app
from askcity.logs import configure_logs
from askcity.settings import Settings
from bot.answer import Answer, AnswerStatus, HandoffReason, Question
from tests.console.browser import PHONE, chromium, signed_in
from tests.console.staff import Console, hire
from tests.console.stub import StubIndex
from tests.web.citizen import Citizen
from tests.web.stub import AROUND_THE_CLOCK, CITATION, StubAnswerer, StubCity, running

Shot = Callable[[Page, str], None]
REPLIES = (
    ("您好", "開場問候", "您好，我是{客服}，接下來由我為您服務。"),
    ("查詢", "需要時間查詢", "這件事我需要向承辦單位確認，大約三分鐘，麻煩您在線上稍候。"),
    ("結束", "結束前確認", "請問還有其他可以協助的地方嗎？"),
)
OTHERS = (
    "公托怎麼申請？要排多久？",
    "停車費單據不見了，還能繳嗎？",
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


def story(browser: Browser, service: str, shot: Shot) -> None:
    """From the citizen's question to their rating; then a conversation of the bot's that is taken over at once."""
    others = prepare(service)
    lin = signed_in(browser, service, "lin")
    expect(lin.locator("#presence")).to_have_value("online")
    with Citizen(service) as citizen:
        _wait_for_a_person(citizen)
        _take_over(lin, shot)
        _serve(lin, citizen, shot)
        wang = signed_in(browser, service, "wang")
        expect(lin.locator(".log .note")).to_have_count(1)
        _transfer(lin, shot)
        _finish(wang, citizen)
    _take_from_the_bot(lin, shot)
    _supervise(browser, service, shot)
    _on_a_phone(browser, service, shot)
    for other in others:
        other.http.close()


def _wait_for_a_person(citizen: Citizen) -> None:
    citizen.send("我家門口的路燈壞了三天，晚上很危險，要找誰？")
    asked = citizen.hear(2)[1].data
    assert asked["consent"] == "low_confidence"
    yes = asked["choices"][0]["label"]
    citizen.send(yes)
    queued = next(event.data for event in citizen.hear(6) if event.kind == "state")
    assert (queued["state"], queued["position"]) == ("queued", 1)


def _take_over(lin: Page, shot: Shot) -> None:
    row = lin.locator(".row", has_text="路燈壞了三天")
    expect(row).to_be_visible()
    shot(lin, "queue")
    row.get_by_role("button", name="接手").click()
    expect(lin.get_by_label("回覆民眾（民眾看得到）")).to_be_focused()


def _serve(lin: Page, citizen: Citizen, shot: Shot) -> None:
    lin.keyboard.type("/您")
    expect(lin.locator(".canned li")).to_have_count(1)
    shot(lin, "canned")
    lin.keyboard.press("Enter")
    expect(lin.get_by_label("回覆民眾（民眾看得到）")).to_have_value("您好，我是林小姐，接下來由我為您服務。")
    lin.keyboard.press("Enter")
    expect(lin.locator(".message.mine")).to_have_count(1)
    lin.get_by_role("button", name="備註", exact=True).click()
    lin.keyboard.type("已向養護工程處查詢，今天下午會派工。")
    lin.keyboard.press("Enter")
    expect(lin.locator(".log .note")).to_have_count(1)
    citizen.send("對了，生育津貼可以領多少？")
    expect(lin.locator(".suggestion").first).to_contain_text(CITATION.quote)
    lin.get_by_role("button", name="帶入").first.click()
    expect(lin.locator(".attached li")).to_have_count(1)
    lin.get_by_label("回覆民眾（民眾看得到）").press("Enter")
    expect(lin.locator(".message.mine")).to_have_count(2)
    expect(lin.locator(".message.mine .cited")).to_have_count(1)
    said = citizen.hear(11)[-1].data
    assert said["citations"][0]["url"] == CITATION.url
    citizen.post("read", {"seq": said["seq"]})
    expect(lin.locator(".mark")).to_have_text("已讀")
    lin.get_by_label("加標籤").fill("路燈")
    lin.get_by_label("加標籤").press("Enter")
    expect(lin.locator(".tags li")).to_have_count(1)
    shot(lin, "conversation")


def _transfer(lin: Page, shot: Shot) -> None:
    lin.get_by_role("button", name="轉接", exact=True).click()
    dialog = lin.get_by_role("dialog")
    dialog.get_by_label("同仁或組別").select_option("agent:wang")
    dialog.get_by_label("交接備註（民眾看不到）").fill("請接著確認派工時間。")
    shot(lin, "transfer")
    dialog.get_by_role("button", name="轉接", exact=True).click()
    expect(lin.locator(".away")).to_have_text("這段對話改由別的同仁服務了。")


def _finish(wang: Page, citizen: Citizen) -> None:
    wang.get_by_role("tab", name="我的").click()
    wang.locator(".row-main").first.click()
    expect(wang.locator(".log .note")).to_have_count(2)
    wang.get_by_role("button", name="交回機器人").click()
    wang.get_by_role("dialog").get_by_role("button", name="交回").click()
    expect(wang.locator(".talk-head .chip")).to_have_text("機器人")
    seq = citizen.send("生育津貼要去哪裡辦？").json()["seq"]
    assert citizen.hear(1, after=seq)[0].data["author"] == "bot"
    wang.get_by_role("button", name="接手", exact=True).click()
    wang.get_by_role("button", name="結案").click()
    wang.get_by_role("dialog").get_by_role("button", name="結案").click()
    expect(wang.locator(".talk-head .chip")).to_have_text("已結束")
    assert citizen.post("csat", {"score": 5, "comment": "很親切"}).status_code == 204


def _take_from_the_bot(lin: Page, shot: Shot) -> None:
    lin.get_by_role("tab", name="機器人").click()
    expect(lin.locator(".row")).to_have_count(len(OTHERS))
    row = lin.locator(".row", has_text="停車費")
    row.locator(".row-main").click()
    expect(lin.locator(".message.citizen")).to_have_count(1)
    shot(lin, "bots")
    lin.locator(".talk-acts").get_by_role("button", name="接手").click()
    expect(lin.locator(".talk-head .chip")).to_have_text("服務中")
    lin.keyboard.type("您好，單據不見了也可以到超商用車號補單繳費。")
    lin.keyboard.press("Enter")
    expect(lin.locator(".message.mine")).to_have_count(1)


def _supervise(browser: Browser, service: str, shot: Shot) -> None:
    chief = signed_in(browser, service, "chief")
    chief.get_by_role("button", name="現場").click()
    expect(chief.locator(".figure dd").first).to_be_visible()
    shot(chief, "floor")
    chief.get_by_role("button", name="旁聽").first.click()
    expect(chief.locator(".message.citizen")).to_have_count(1)
    chief.get_by_role("button", name="悄悄話").click()
    dialog = chief.get_by_role("dialog")
    dialog.get_by_label("內容").fill("記得提醒繳費期限。")
    dialog.get_by_role("button", name="送出").click()
    expect(chief.locator(".log .whisper")).to_have_count(1)
    shot(chief, "listening")


def _on_a_phone(browser: Browser, service: str, shot: Shot) -> None:
    phone = signed_in(browser, service, "lin", PHONE)
    phone.get_by_role("tab", name="機器人").click()
    expect(phone.locator(".row").first).to_be_visible()
    shot(phone, "phone-list")
    phone.get_by_role("tab", name="我的").click()
    phone.locator(".row-main").first.click()
    expect(phone.locator(".log .whisper")).to_have_count(1)
    shot(phone, "phone-conversation")


def record(folder: Path) -> None:
    """Play the story and keep its pictures."""
    configure_logs("ERROR")
    with tempfile.TemporaryDirectory() as place:
        data = Path(place)
        hire(data)
        settings = Settings(data_dir=data, service_hours=AROUND_THE_CLOCK)
        app = create_app(settings, StubAnswerer(answer), StubCity(), index=StubIndex())
        with running(app) as service, chromium() as browser:
            story(browser, service, lambda page, name: _keep(page, folder / f"console-{name}.png"))


def _keep(page: Page, file: Path) -> None:
    page.locator("#toasts").evaluate("toasts => toasts.replaceChildren()")
    page.screenshot(path=str(file))


if __name__ == "__main__":
    record(Path(sys.argv[1]))
