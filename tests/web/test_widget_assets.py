"""The widget's files on the wire: packed, kept by browsers as long as they are the same, and small."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from bot.channels.web.assets import WIDGET, assets
from tests.browser import PHONE
from tests.web.browsing import ask, opened
from tests.web.citizen import Citizen
from tests.web.stub import CITATION, StubAnswerer, application, running

KILOBYTE = 1024
LOADED = """() => ['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))
    .filter(one => !one.name.includes('/api/'))
    .map(({ name, encodedBodySize, transferSize }) => ({ name, size: encodedBodySize, sent: transferSize }))"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(application(tmp_path_factory.mktemp("house"), StubAnswerer())) as url:
        yield url


@pytest.fixture(scope="module")
def http(house: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=house) as client:
        yield client


def test_every_file_comes_packed_whole_and_may_be_kept_for_ever(http: httpx.Client) -> None:
    for path in assets().files:
        response = http.get(f"{assets().home}/{path}")
        assert response.headers["content-encoding"] == "gzip"
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert response.headers["vary"] == "Accept-Encoding"
        assert response.content == (WIDGET / path).read_bytes()


def test_who_takes_nothing_packed_gets_it_plain(http: httpx.Client) -> None:
    for address in (f"{assets().home}/js/main.js", "/widget.js", "/chat", "/api/openapi.json"):
        response = http.get(address, headers={"Accept-Encoding": "identity"})
        assert response.status_code == 200
        assert "content-encoding" not in response.headers


@pytest.mark.parametrize("path", ["/widget/js/main.js", "/widget/000000000000/js/main.js", "/widget.js"])
def test_what_is_not_of_this_edition_is_asked_for_again_and_not_sent_twice(
    http: httpx.Client, path: str
) -> None:
    first = http.get(path)
    assert first.status_code == 200
    assert "immutable" not in first.headers["cache-control"]
    again = http.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]
    assert http.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/widget/", "/widget/js", "/widget/chat.html", "/widget/..%2Fpipeline.py", "/widget/js/%2e%2e/words.js"],
)
def test_there_are_no_other_files(http: httpx.Client, path: str) -> None:
    response = http.get(path)
    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")


def test_pages_name_this_edition_alone(http: httpx.Client) -> None:
    for address in ("/", "/chat", "/widget", "/embed-demo"):
        named = re.findall(r'(?:href|src)="(/widget/[^"]+)"', http.get(address).text)
        assert named
        for file in named:
            assert file.startswith(assets().home), file
            assert http.get(file).status_code == 200, file


def test_answers_in_json_are_packed_and_the_stream_never_is(house: str, http: httpx.Client) -> None:
    assert http.get("/api/openapi.json").headers["content-encoding"] == "gzip"
    with Citizen(house) as citizen:
        citizen.send("問" * 1_000)
        path = f"/api/conversations/{citizen.id}/events"
        with http.stream("GET", path, headers={**citizen.key, "Accept-Encoding": "gzip"}) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            assert "content-encoding" not in stream.headers
            lines = stream.iter_lines()
            assert next(line for line in lines if "問問" in line)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport=PHONE, locale="th-TH") as context:
        yield context.new_page()


@pytest.mark.browser
def test_a_browser_loads_ten_kilobytes_for_the_button_and_sixty_for_everything(
    page: Page, house: str, http: httpx.Client
) -> None:
    """In the language with the longest words; measured in the browser, as the bytes that came."""
    button = int(http.get("/widget.js").headers["content-length"])
    assert button <= 10 * KILOBYTE
    opened(page, f"{house}/chat")
    loaded = page.evaluate(LOADED)
    assert any("/words/th.js" in one["name"] for one in loaded)
    assert sum(one["size"] for one in loaded) + button <= 60 * KILOBYTE
    print(f"button {button} bytes, everything {sum(one['size'] for one in loaded) + button} bytes")


@pytest.mark.browser
def test_the_next_page_loads_no_file_again(page: Page, house: str) -> None:
    opened(page, f"{house}/chat")
    opened(page, f"{house}/chat")
    again = [one["name"] for one in page.evaluate(LOADED) if one["sent"]]
    assert again == [f"{house}/chat"]


@pytest.mark.browser
def test_a_source_opens_at_the_very_text(page: Page, house: str) -> None:
    opened(page, f"{house}/chat?lang=zh-TW")
    ask(page, "生育津貼可以領多少？")
    title = page.locator(".source .title a")
    expect(title).to_have_attribute("rel", "noopener noreferrer")
    expect(title).to_have_attribute("target", "_blank")
    shown = "%E7%AC%AC1%E8%83%8E%E6%AF%8F%E5%90%8D%E7%99%BC%E7%B5%A6%E6%96%B0%E8%87%BA%E5%B9%A33%E8%90%AC%E5%85%83%EF%BC%8C%E7%AC%AC2%E8%83%8E4%E8%90%AC%E5%85%83"
    assert title.get_attribute("href") == f"{CITATION.url}#:~:text={shown}"
    page.locator(".quotes summary").click()
    assert page.locator(".there").get_attribute("href") == title.get_attribute("href")
