"""What citizens do with the widget, as stories in a browser; at each state of the page somebody looks."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from bot.answer import Answer, AnswerStatus, Choice, Citation, HandoffReason, Question
from handoff.agents.values import Agent, Presence
from handoff.office import Office
from tests.console.socket import socket
from tests.console.staff import PASSWORD, Console, in_office
from tests.web.browsing import ask, choose, opened
from tests.web.stub import StubAnswerer, application, running

AGENT = Agent("lin", "林小姐")
CIVIL, SOCIAL, HEALTH = "示範市政府民政局", "示範市政府社會局", "示範市政府衛生局"


def source(agency: str, host: str, page: str, title: str, quote: str) -> Citation:
    fetched = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
    return Citation(f"https://{host}.demo.localhost/{page}", title, agency, agency, quote, "0" * 64, fetched)


BIRTH = (
    source(
        CIVIL, "civil", "birth", "生育津貼申請須知", "第1胎每名發給新臺幣3萬元，第2胎4萬元，第3胎以上6萬元。"
    ),
    source(CIVIL, "household", "newborn", "出生登記", "應於出生後60日內辦理出生登記。"),
    source(CIVIL, "household", "newborn", "出生登記", "攜帶出生證明書正本、雙方身分證及印章。"),
    source(SOCIAL, "social", "childcare", "育兒津貼", "| 第1名子女 | 每月5,000元 |"),
    source(SOCIAL, "social", "childcare", "育兒津貼", "| 第2名子女 | 每月6,000元 |"),
    source(
        HEALTH,
        "health",
        "vaccine",
        "新生兒預防接種",
        "出生24小時內接種B型肝炎疫苗第一劑，洽詢電話 (07) 713-4000。",
    ),
)
ANSWER = (
    f"【{CIVIL}】\n{BIRTH[0].quote}\n- {BIRTH[1].quote}\n- {BIRTH[2].quote}\n\n"
    f"【{SOCIAL}】\n| 胎次 | 金額 |\n| --- | --- |\n{BIRTH[3].quote}\n{BIRTH[4].quote}\n\n【{HEALTH}】\n{BIRTH[5].quote}"
)
MATTERS = (
    Choice("申請生育津貼", CIVIL, None),
    Choice("申請育兒津貼", SOCIAL, None),
    Choice("托育補助", SOCIAL, None),
)
UNKNOWN = "我在市府各機關的網站上找不到可以回答這個問題的資料，不敢隨便回答。請換個說法再問一次，或撥打 1999 市民專線。"
DANGER = (
    "請立刻撥打 119（火警、救護），說清楚地點和狀況，並先到安全的地方等候。我是電腦程式，沒有辦法替您通報。"
)


def made_up(question: Question) -> Answer:
    """Knows births, asks back about allowances, takes reports and dangers, and nothing else."""
    text = question.text
    if "生小孩" in text or "生育津貼" in text:
        return Answer(AnswerStatus.ANSWERED, ANSWER, 0.93, BIRTH, agencies=(CIVIL, SOCIAL, HEALTH))
    if "津貼" in text:
        return Answer(AnswerStatus.CLARIFY, "您想問的是下面哪一項？", 0.4, choices=MATTERS)
    if "壞掉" in text:
        return Answer(AnswerStatus.ERROR, "系統暫時出了狀況，沒有辦法回答。", 0.0)
    if "失火" in text:
        return Answer(AnswerStatus.EMERGENCY, DANGER, 1.0)
    if "路燈" in text:
        return Answer(AnswerStatus.HANDOFF, "好的。", 1.0, handoff=HandoffReason.REPORT)
    return Answer(AnswerStatus.UNANSWERABLE, UNKNOWN, 0.12, handoff=HandoffReason.LOW_CONFIDENCE)


@dataclass
class House:
    """A running service with one agent."""

    url: str
    folder: Path
    answerer: StubAnswerer

    def duty(self, presence: Presence) -> None:
        """Let the agent come or go."""

        async def change(office: Office) -> None:
            await office.agents.set_presence(AGENT.name, presence)

        in_office(self.folder, change)

    @contextmanager
    def held_back(self) -> Iterator[None]:
        """No answer comes within the block."""
        go_on = threading.Event()

        async def gate() -> None:
            await asyncio.to_thread(go_on.wait, 20)

        self.answerer.gate = gate
        try:
            yield
        finally:
            self.answerer.gate = None
            go_on.set()


@contextmanager
def house(folder: Path) -> Iterator[House]:
    """Such a service, with its agent on duty."""

    async def hire(office: Office) -> None:
        await office.agents.add(AGENT, PASSWORD)

    answerer = StubAnswerer(made_up)
    with running(application(folder, answerer)) as url:
        in_office(folder, hire)
        opened_house = House(url, folder, answerer)
        opened_house.duty(Presence.ONLINE)
        yield opened_house


@dataclass(frozen=True)
class Visit:
    """A citizen at the chat; `see(state)` is called at each state of the page."""

    page: Page
    house: House
    see: Callable[[str], None]

    def begin(self) -> None:
        """The chat as on a first visit, with an agent who has just shown that they are there."""
        self.house.duty(Presence.ONLINE)
        self.page.goto(f"{self.house.url}/widget/icon.svg")
        self.page.evaluate("localStorage.clear()")
        opened(self.page, f"{self.house.url}/chat")

    @property
    def conversation(self) -> str:
        """The conversation's id."""
        kept: dict[str, Any] = self.page.evaluate("JSON.parse(localStorage.getItem('askcity.conversation'))")
        return str(kept["id"])

    def dialog(self, name: str) -> None:
        """Press a button of the dialog."""
        self.page.get_by_role("dialog").get_by_role("button", name=name, exact=True).click()


def answered(visit: Visit) -> None:
    """Asks, waits, reads the sources, is not content and says why; is asked back and chooses."""
    page = visit.page
    visit.begin()
    visit.see("welcome")
    with visit.house.held_back():
        ask(page, "家裡剛生小孩，要辦什麼？")
        expect(page.locator("#working")).to_be_visible()
        visit.see("working")
    expect(page.locator(".source")).to_have_count(4)
    expect(page.locator(".mark-of")).to_have_text(["1", "2", "3", "4"])
    expect(page.get_by_role("link", name="(07) 713-4000")).to_have_attribute("href", "tel:077134000")
    visit.see("answer")
    page.locator(".mark-of").last.click()
    expect(page.locator(".source").last).to_be_focused()
    page.locator(".source").first.get_by_text("引用原文").click()
    expect(page.locator(".source").first.locator("blockquote")).to_be_visible()
    visit.see("sources")
    page.get_by_role("button", name="沒幫助").click()
    page.get_by_text("不完整").click()
    page.get_by_label("想補充的話").fill("沒有說托育")
    visit.see("reasons")
    page.get_by_role("button", name="送出", exact=True).click()
    expect(page.locator(".thanks")).to_have_text("謝謝您的意見")
    ask(page, "津貼怎麼領？")
    expect(page.locator(".choice")).to_have_count(4)
    visit.see("choices")
    page.get_by_role("button", name="申請生育津貼").click()
    expect(page.locator(".service")).to_have_count(3)
    expect(page.locator(".choice")).to_have_count(0)


def served(visit: Visit) -> None:
    """Is offered a person, waits, cancels, waits again, is served, rates, takes the conversation along, begins anew."""
    page = visit.page
    visit.begin()
    ask(page, "鄰居的狗一直叫怎麼辦？")
    yes = page.get_by_role("button", name="好，轉接真人")
    expect(yes).to_be_visible()
    visit.see("consent")
    yes.click()
    expect(page.locator(".standing p")).to_contain_text("您是下一位")
    visit.see("queue")
    page.get_by_role("button", name="取消等候").click()
    expect(page.locator(".standing")).to_be_hidden()
    page.get_by_role("button", name="找真人").click()
    expect(page.locator(".standing p")).to_contain_text("您是下一位")
    with Console(visit.house.url, AGENT.name) as agent, socket(agent) as live:
        assert agent.act(visit.conversation, "claim").status_code == 200
        expect(page.locator(".standing p")).to_have_text("客服人員林小姐為您服務中")
        live.send("watch", conversation=visit.conversation)
        live.send("typing", conversation=visit.conversation)
        expect(page.locator("#working")).to_have_text("林小姐正在輸入…")
        assert agent.say(visit.conversation, "您好，我是林小姐。請問是哪一區、什麼時段？").status_code == 201
        expect(page.locator(".agent .words")).to_contain_text("我是林小姐")
        expect(page.locator("#disclosure")).to_contain_text("由真人為您服務")
        ask(page, "三民區，半夜一兩點")
        expect(page.locator(".citizen .told").last).to_have_text("已送出")
        seq = int(page.locator(".citizen").last.get_attribute("data-seq") or 0)
        live.send("read", conversation=visit.conversation, seq=seq)
        expect(page.locator(".citizen .told").last).to_have_text("已讀")
        live.send("typing", conversation=visit.conversation)
        expect(page.locator("#working")).to_have_text("林小姐正在輸入…")
        visit.see("human")
        assert agent.act(visit.conversation, "close", {"outcome": "solved"}).status_code == 200
    expect(page.locator(".closing")).to_be_visible()
    visit.see("rating")
    page.locator(".score").nth(4).click()
    page.get_by_label("想對我們說的話").fill("很親切")
    page.get_by_role("button", name="送出評分").click()
    expect(page.get_by_text("已收到您的評分")).to_be_visible()
    choose(page, "下載對話紀錄")
    visit.see("transcript")
    with page.expect_download() as file:
        visit.dialog("純文字檔（TXT）")
    assert "半夜一兩點" in file.value.path().read_text(encoding="utf-8")
    page.locator("#sheet-shut").click()
    page.get_by_role("button", name="開始新對話").click()
    expect(page.locator("#welcome")).to_be_visible()
    expect(page.locator(".message")).to_have_count(0)


def unattended(visit: Visit) -> None:
    """Nobody is there: leaves a message, looks it up; reports a lamp; erases everything."""
    page = visit.page
    visit.begin()
    visit.house.duty(Presence.OFFLINE)
    try:
        page.get_by_role("button", name="找真人").click()
        page.get_by_role("button", name="留言給專人").click()
    finally:
        visit.house.duty(Presence.ONLINE)
    visit.dialog("送出留言")
    expect(page.get_by_label("想詢問的事")).to_be_focused()
    expect(page.get_by_text("請填寫這一欄")).to_have_count(2)
    visit.see("message-faults")
    page.get_by_label("想詢問的事").fill("長照補助可以申請哪些項目？")
    page.get_by_label("怎麼稱呼您").fill("王小姐")
    page.get_by_label("聯絡方式").fill("0912-345-678")
    visit.see("message")
    visit.dialog("送出留言")
    number = page.get_by_role("dialog").locator("dd").first
    expect(number).to_contain_text("C-")
    visit.see("case")
    case = number.inner_text()
    page.locator("#sheet-shut").click()
    choose(page, "查詢案件進度")
    page.get_by_label("案件編號").fill(case.lower())
    page.get_by_label("末四碼或查詢碼").fill("5678")
    visit.dialog("查詢")
    expect(page.get_by_role("dialog").get_by_text("等待處理")).to_be_visible()
    visit.see("look-up")
    page.locator("#sheet-shut").click()
    ask(page, "巷口路燈不亮")
    page.get_by_role("button", name="填寫通報表單").click()
    expect(page.get_by_label("發生什麼事")).to_have_value("巷口路燈不亮")
    page.get_by_label("在哪裡").fill("三民區建工路 1 號前")
    visit.see("report")
    visit.dialog("送出通報")
    expect(page.get_by_role("dialog").get_by_text("查詢碼", exact=True)).to_be_visible()
    visit.see("report-done")
    page.locator("#sheet-shut").click()
    choose(page, "刪除這段對話")
    visit.see("erase")
    visit.dialog("永久刪除")
    expect(page.locator(".message")).to_have_count(0)


def looked_around(visit: Visit) -> None:
    """Opens the menu, reads how things are kept, reads plainly, loses the network, is in danger."""
    page = visit.page
    visit.begin()
    choose(page)
    visit.see("menu")
    visit.dialog("關於與隱私")
    expect(page.get_by_text("對話保存 180 天")).to_be_visible()
    expect(page.get_by_text("由電腦程式（AI）自動產生")).to_be_visible()
    visit.see("about")
    page.get_by_role("button", name="返回").click()
    visit.dialog("語言與顯示（Language）")
    page.get_by_label("易讀模式").check()
    expect(page.get_by_role("heading", name="語言和字的大小（Language）")).to_be_visible()
    expect(page.locator("html")).to_have_class("easy")
    expect(page.get_by_label("易讀模式")).to_be_focused()
    visit.see("looks")
    page.locator("#sheet-shut").click()
    ask(page, "生育津貼可以領多少？")
    expect(page.locator(".source")).to_have_count(4)
    visit.see("easy")
    page.context.set_offline(True)
    ask(page, "沒有網路時問的")
    expect(page.locator(".citizen .told").last).to_have_text("還沒送出")
    expect(page.locator("#banner")).to_contain_text("網路斷了")
    visit.see("offline")
    page.context.set_offline(False)
    expect(page.locator(".service")).to_have_count(2)
    expect(page.locator("#banner")).to_be_empty()
    ask(page, "壞掉了")
    expect(page.locator(".is-error")).to_be_visible()
    ask(page, "失火了")
    expect(page.locator(".is-emergency a").first).to_have_attribute("href", "tel:119")
    expect(page.locator(".standing")).to_be_visible()
    expect(page.locator(".is-emergency a").first).to_be_in_viewport()
    visit.see("danger")
    choose(page, "語言和字的大小（Language）")
    page.get_by_label("易讀模式").uncheck()
    page.locator("#sheet-shut").click()
    choose(page, "開始新對話", "開始新對話")
    expect(page.locator("#welcome")).to_be_visible()


STORIES = (answered, served, unattended, looked_around)
