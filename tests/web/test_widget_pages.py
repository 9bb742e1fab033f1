"""The pages and the script: who may hold them, how big they are, what they say."""

import re
from pathlib import Path

import httpx
import pytest

from bot.channels.sites import CitySite
from bot.channels.web.embedding import Embedding, origin_of
from tests.web.stub import StubCity

WIDGET = Path(__file__).parents[2] / "bot" / "widget"
SITES = {
    "kmfa": CitySite("美術館", "文化局", frozenset({"https://www.kmfa.gov.tw"})),
    "zoo": CitySite("動物園", "觀光局", frozenset({"https://zoo.example:8443"})),
}
EMBEDDING = Embedding(SITES, frozenset({"https://intranet.example"}))


def ancestors(response: httpx.Response) -> list[str]:
    """The origins that may hold a page in a frame."""
    policy = response.headers["content-security-policy"]
    return policy.partition("frame-ancestors ")[2].split(";")[0].split()


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://www.kmfa.gov.tw/a?b#c", "https://www.kmfa.gov.tw"),
        ("HTTPS://WWW.KMFA.gov.tw:443", "https://www.kmfa.gov.tw"),
        ("http://a.localhost:8401/", "http://a.localhost:8401"),
        ("http://[::1]:80/", "http://[::1]"),
        ("ftp://a.example", None),
        ("javascript:alert(1)", None),
        ("null", None),
        ("https://a.example:99999", None),
        ("https://a.example; script-src *", None),
        ("https://a.example *", None),
        ("", None),
    ],
)
def test_an_origin_is_what_browsers_call_one(address: str, origin: str | None) -> None:
    assert origin_of(address) == origin


def test_only_the_city_s_sites_and_the_settings_origins_may_hold_the_widget() -> None:
    assert EMBEDDING.ancestors("kmfa", "https://www.kmfa.gov.tw") == {"https://www.kmfa.gov.tw"}
    assert EMBEDDING.ancestors("kmfa", "https://zoo.example:8443") == {"https://zoo.example:8443"}
    assert EMBEDDING.ancestors(None, "https://intranet.example") == {"https://intranet.example"}
    assert EMBEDDING.ancestors("kmfa", "https://evil.example") == frozenset()
    assert EMBEDDING.ancestors("kmfa", "https://zoo.example") == frozenset()
    assert EMBEDDING.ancestors("zoo", None) == {"https://zoo.example:8443", "https://intranet.example"}
    assert EMBEDDING.ancestors("unknown", None) == {"https://intranet.example"}


def test_another_origin_is_refused_the_widget(service: str) -> None:
    refused = httpx.get(f"{service}/widget", params={"origin": "https://evil.example"})
    assert (refused.status_code, refused.headers["content-type"]) == (403, "application/problem+json")
    assert ancestors(refused) == ["'self'"]
    assert httpx.get(f"{service}/widget", params={"origin": "null"}).status_code == 403


@pytest.mark.parametrize("path", ["/", "/chat", "/widget", "/api/about", "/nowhere"])
def test_no_page_runs_anything_but_its_own_files(service: str, path: str) -> None:
    response = httpx.get(f"{service}{path}")
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "trusted-types 'none'" in policy
    assert "unsafe" not in policy
    assert ancestors(response) == ["'self'"]
    assert "set-cookie" not in response.headers


def test_the_script_may_be_included_by_any_site_and_nothing_else_may(service: str) -> None:
    policy = "cross-origin-resource-policy"
    assert httpx.get(f"{service}/widget.js").headers[policy] == "cross-origin"
    assert httpx.get(f"{service}/widget/js/main.js").headers[policy] == "same-origin"


def test_the_pages_ask_nobody_else() -> None:
    for file in WIDGET.rglob("*.*"):
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"""["'(]https?://(?!HOST)\w""", text), file
        assert "innerHTML" not in text, file


def test_the_front_page_tells_what_was_read(service: str, city: StubCity) -> None:
    page = httpx.get(f"{service}/").text
    for shown in ("84", "1,532", "28", "11 月 22 日", "生育津貼可以領多少？"):
        assert shown in page
