"""The languages of the widget: every one says everything, and has room to say it in."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.answer import Answer, AnswerStatus, HandoffReason, Question
from bot.channels.wording import Occasion as Notice
from handoff.wording import Occasion
from tests.browser import PHONE
from tests.web.browsing import opened
from tests.web.counter import Counter
from tests.web.stub import StubAnswerer, application, cited, running

WIDGET = Path(__file__).parents[2] / "bot" / "widget"
ENTRY = re.compile(r"""(?:"([\w.-]+)"|\b(\w+)): ("(?:[^"\\]|\\.)*")""")
GAP = re.compile(r"\{\w+\}")
TAGS = {"zh-TW": "zh-Hant-TW", "en": "en", "ja": "ja", "vi": "vi", "id": "id", "th": "th"}
OTHERS = [language for language in TAGS if language != "zh-TW"]
NARROW = {"width": 320, "height": 640}
CUT = """() => [...document.querySelectorAll('button, a, label, p, h1, h2, legend, .told')]
    .filter(one => one.offsetParent && !one.closest('.hidden') && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline')
    .map(one => one.outerHTML.slice(0, 120))"""


def words(language: str) -> dict[str, str]:
    """A language's words."""
    text = (WIDGET / "words" / f"{language}.js").read_text(encoding="utf-8")
    said = {quoted or bare: json.loads(value) for quoted, bare, value in ENTRY.findall(text)}
    assert len(said) == len(ENTRY.findall(text)), "a key stands twice"
    return said


def test_the_page_offers_the_languages_that_there_are() -> None:
    files = {path.stem for path in (WIDGET / "words").glob("*.js")} - {"zh-TW-easy"}
    offered = re.search(r"LANGUAGES = \{(.*?)\}", (WIDGET / "js" / "words.js").read_text(encoding="utf-8"))
    assert offered
    names = [quoted or bare for quoted, bare, _ in ENTRY.findall(offered[1])]
    assert set(names) == files == set(TAGS)


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_everything(language: str) -> None:
    chinese, english, said = words("zh-TW"), words("en"), words(language)
    assert set(chinese) <= set(said)
    assert set(said) == set(english)
    for key, text in said.items():
        assert text.strip() == text or key == "about.days", key
        assert text, key
        assert sorted(GAP.findall(text)) == sorted(GAP.findall(chinese.get(key, english[key]))), key
        assert key == "chinese" or not re.search(r"(?<!\{)\{(?!\w+\})", text), key


@pytest.mark.parametrize("language", OTHERS)
def test_whatever_the_service_says_in_chinese_is_told_in_every_language(language: str) -> None:
    said = words(language)
    statuses = set(AnswerStatus) - {AnswerStatus.ANSWERED}
    assert {f"status.{status}" for status in statuses} <= set(said)
    assert {f"occasion.{occasion}" for occasion in (*Occasion, Notice.DATA_MASKED)} <= set(said)


def test_the_plain_words_are_words_of_the_page() -> None:
    assert set(words("zh-TW-easy")) <= set(words("zh-TW"))


def test_every_word_that_the_page_uses_is_there() -> None:
    text = "".join(
        file.read_text(encoding="utf-8") for file in (*WIDGET.glob("js/*.js"), WIDGET / "chat.html")
    )
    used = re.findall(r"""\bt\("([a-zA-Z_.]+)"|data-word(?:-\w+)?="([a-zA-Z_.]+)\"""", text)
    assert {one or other for one, other in used} <= set(words("zh-TW")) | {"translated", "translated.source"}


def made_up(question: Question) -> Answer:
    """Cites a page, or finds nothing."""
    if question.text == "?":
        return Answer(AnswerStatus.UNANSWERABLE, "找不到資料。", 0.1, handoff=HandoffReason.LOW_CONFIDENCE)
    return cited(question)


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Counter:
    return Counter(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def house(counter: Counter) -> Iterator[str]:
    with running(application(counter.folder, StubAnswerer(made_up))) as url:
        yield url


@pytest.fixture(scope="module")
def reader(browser: Browser, house: str) -> Iterator[Page]:
    """A narrow phone at the chat, in Chinese."""
    with browser.new_context(viewport=NARROW, locale="zh-TW", reduced_motion="reduce") as context:
        context.set_default_timeout(10_000)
        yield opened(context.new_page(), f"{house}/chat")


def fits(page: Page) -> None:
    """Nothing is wider than the page, and no text is cut off."""
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert page.evaluate(CUT) == []


@pytest.mark.browser
@pytest.mark.parametrize("language", TAGS)
def test_every_language_has_room_on_a_narrow_phone(
    reader: Page, house: str, counter: Counter, language: str
) -> None:
    counter.on_duty(f"agent-{language.lower()}")
    said = words("en") | words(language)
    reader.evaluate("localStorage.clear()")
    opened(reader, f"{house}/chat?lang={language}")
    assert reader.url == f"{house}/chat"
    expect(reader.locator("html")).to_have_attribute("lang", TAGS[language])
    fits(reader)
    ask(reader, said, "How much?")
    expect(reader.locator(".service")).to_have_count(1)
    ask(reader, said, "?")
    expect(reader.locator(".choice")).to_have_count(2)
    fits(reader)
    reader.locator("#person").click()
    expect(reader.locator(".standing p")).to_contain_text(said["standing.next"])
    fits(reader)
    for entry in ("flag", "find", "words", "about"):
        reader.locator("#menu").click()
        fits(reader)
        reader.get_by_role("dialog").get_by_role("button", name=said[f"menu.{entry}"], exact=True).click()
        fits(reader)
        reader.locator("#sheet-shut").click()
    reader.get_by_role("button", name=said["standing.cancel"]).click()
    expect(reader.locator(".standing")).to_be_hidden()


def ask(page: Page, said: dict[str, str], text: str) -> None:
    page.get_by_label(said["question"]).fill(text)
    page.get_by_role("button", name=said["send"]).click()


@pytest.fixture
def visitor(browser: Browser, house: str) -> Iterator[Page]:
    """A phone whose browser speaks Vietnamese."""
    with browser.new_context(viewport=PHONE, locale="vi-VN") as context:
        context.set_default_timeout(10_000)
        yield opened(context.new_page(), f"{house}/chat")


@pytest.mark.browser
def test_a_language_is_chosen_once_and_goes_with_the_conversation(visitor: Page, house: str) -> None:
    said = words("vi")
    expect(visitor.get_by_role("heading", name=said["hello"])).to_be_visible()
    visitor.get_by_role("button", name=said["example.1"]).click()
    expect(visitor.locator(".note")).to_have_text(said["quoted"])
    expect(visitor.locator(".service .words")).to_have_attribute("lang", "zh-Hant-TW")
    kept = visitor.evaluate("JSON.parse(localStorage.getItem('askcity.conversation'))")
    assert spoken(visitor, house, kept) == "vi"
    visitor.locator("#menu").click()
    visitor.get_by_role("dialog").get_by_role("button", name=said["menu.words"]).click()
    with visitor.expect_response(lambda answer: answer.request.method == "PATCH"):
        visitor.get_by_role("radio", name="ไทย").check()
    expect(visitor.locator("html")).to_have_attribute("lang", "th")
    expect(visitor.get_by_role("radio", name="ไทย")).to_be_focused()
    expect(visitor.locator(".note")).to_have_text(words("th")["quoted"])
    assert spoken(visitor, house, kept) == "th"
    visitor.reload()
    expect(visitor.locator("html")).to_have_attribute("lang", "th")


def spoken(page: Page, house: str, kept: dict[str, Any]) -> str:
    """The language that the service knows of a conversation."""
    key = {"Authorization": f"Bearer {kept['token']}"}
    address = f"{house}/api/conversations/{kept['id']}/transcript"
    found: str = page.request.get(address, headers=key).json()["locale"]
    return found


@pytest.mark.browser
def test_a_translation_stands_before_the_words_that_it_is_made_of(visitor: Page) -> None:
    """The stream is made here: translations are another part's work."""
    data = {
        "seq": 2,  # behind the question, whose seq is 1
        "author": "bot",
        "text": "第1胎3萬元。",
        "status": "answered",
        "citations": [],
        "answers": 1,
    }
    data["translation"] = {"locale": "vi", "text": "Con thứ nhất: 30.000 Đài tệ."}
    event = f"event: message\nid: 2\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
    visitor.route("**/events?*", lambda route: route.fulfill(body=event, content_type="text/event-stream"))
    ask(visitor, words("vi"), "Tiền?")
    answer = visitor.locator(".service")
    expect(answer.locator(".words").first).to_have_text("Con thứ nhất: 30.000 Đài tệ.")
    expect(answer.locator(".words").first).to_have_attribute("lang", "vi")
    expect(answer.locator(".note")).to_have_text(words("vi")["translated"])
    answer.locator("summary", has_text=words("vi")["translated.source"]).click()
    expect(answer.get_by_text("第1胎3萬元。")).to_be_visible()
    expect(answer.locator(".original .words")).to_have_attribute("lang", "zh-Hant-TW")
