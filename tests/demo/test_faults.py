"""The faults of real sites, each where `faults.toml` and the planted pages put it."""

import re
import time

import httpx
import pytest

from demo.addresses import DOMAIN
from demo.faults import Behaviour, load_faults
from demo.streams import MEGABYTE
from demo.values import Feature
from tests.demo.visitor import Visitor, links_in

SCAM_NUMBER, SCAM_HOST = "0900-123-456", "shifan-gov.example"


def trail(visitor: Visitor, key: str, path: str, most: int = 6) -> list[str]:
    """The addresses that redirects lead through on one site, at most so many."""
    found: list[str] = []
    while len(found) < most:
        answered = visitor.get(key, path)
        if not answered.is_redirect:
            break
        path = answered.headers["location"]
        found.append(path)
    return found


def opening(visitor: Visitor, key: str, path: str, pieces: int = 3) -> tuple[httpx.Headers, bytes]:
    """The headers and the first pieces of a body that is not to be read to its end."""
    host = {"host": f"{key}.{DOMAIN}:{visitor.port}", "accept-encoding": "gzip"}
    with (
        httpx.Client(timeout=10) as client,
        client.stream("GET", f"http://127.0.0.1:{visitor.port}{path}", headers=host) as answered,
    ):
        read = b""
        for number, piece in enumerate(answered.iter_raw(), 1):
            read += piece
            if number == pieces:
                break
        return answered.headers, read


def test_every_fault_with_a_label_is_linked_from_its_sites_home_page(visitor: Visitor) -> None:
    faults = [fault for fault in load_faults().by_address.values() if fault.label]
    assert len(faults) >= 10
    for fault in faults:
        assert fault.path in links_in(visitor.read(fault.site)), fault


def test_a_moved_page_is_redirected_for_good(visitor: Visitor) -> None:
    answered = visitor.get("civil", "/old/index.asp")
    assert answered.status_code == 301
    assert visitor.get("civil", answered.headers["location"]).status_code == 200


def test_three_redirects_lead_to_a_page(visitor: Visitor) -> None:
    steps = trail(visitor, "traffic", "/go/1")
    assert steps[:2] == ["/go/2", "/go/3"]
    assert len(steps) == 3
    assert visitor.get("traffic", steps[-1]).status_code == 200


def test_two_redirects_lead_in_a_circle(visitor: Visitor) -> None:
    assert trail(visitor, "parks", "/loop/a") == ["/loop/b", "/loop/a"] * 3


@pytest.mark.parametrize(
    ("key", "path", "host"),
    [("econ", "/partner", "http://partner.example/"), ("info", "/status", "http://169.254.169.254/")],
)
def test_a_redirect_leads_off_the_city(visitor: Visitor, key: str, path: str, host: str) -> None:
    assert visitor.get(key, path).headers["location"].startswith(host)


@pytest.mark.parametrize(
    ("key", "path", "said"),
    [
        ("edu", "/page/104", "您要找的頁面不存在"),
        ("police", "/stats", "Request Rejected"),
        ("hr", "/login.aspx", "會員登入"),
    ],
)
def test_a_page_that_is_none_answers_200(visitor: Visitor, key: str, path: str, said: str) -> None:
    assert said in visitor.read(key, path)


def test_a_page_for_members_is_redirected_to_the_login(visitor: Visitor) -> None:
    assert trail(visitor, "hr", "/member") == ["/login.aspx?ReturnUrl=%2Fmember"]


@pytest.mark.parametrize(
    ("key", "path", "status"),
    [("roads", "/missing.html", 404), ("roads", "/removed.html", 410), ("hr", "/no/such/page", 404)],
)
def test_a_page_that_is_gone_says_so(visitor: Visitor, key: str, path: str, status: int) -> None:
    assert visitor.get(key, path).status_code == status


def test_a_page_calls_itself_a_picture(visitor: Visitor) -> None:
    answered = visitor.get("1999", "/brochure")
    assert answered.headers["content-type"] == "image/png"
    assert "<!DOCTYPE html>" in answered.text


def test_a_page_calls_itself_utf_8_and_is_big5(visitor: Visitor) -> None:
    answered = visitor.get("culture", "/legacy.htm")
    assert answered.headers["content-type"] == "text/html; charset=utf-8"
    assert 'charset="utf-8"' in answered.content.decode("cp950")
    with pytest.raises(UnicodeDecodeError):
        answered.content.decode("utf-8")


def test_a_calendar_goes_on_for_ever(visitor: Visitor) -> None:
    for key in load_faults().calendars:
        (path,) = {link for link in links_in(visitor.read(key)) if "cal=" in link}
        seen = []
        for _ in range(30):
            seen.append(path)
            path = links_in(visitor.read(key, path).partition('rel="prev"')[2])[1]
        assert len(set(seen)) == 30
        assert visitor.get(key, "/?cal=2950-01").status_code == 200


def test_the_same_page_stands_under_several_addresses(visitor: Visitor) -> None:
    path = visitor.path(visitor.city.document("hr", "fees"))
    shown = {
        re.sub(r'<li>.*?</li>|href="[^"]*"|人次：[\d,]+|CCMS_PageID="\d+"', "", visitor.read("hr", address))
        for address in (path, f"{path}&print=1", f"{path}&utm_source=share")
    }
    assert len(shown) == 1
    assert {f"{path}&print=1", f"{path}&utm_source=share"} <= set(links_in(visitor.read("hr", path)))


def test_one_site_is_down(visitor: Visitor) -> None:
    (key,) = [site.key for site in visitor.city.sites.values() if Feature.DOWN in site.features]
    with pytest.raises(httpx.TransportError):
        visitor.get(key)
    assert visitor.get("www").status_code == 200


def test_one_site_is_slow(unhurried: Visitor) -> None:
    (key,) = [site.key for site in unhurried.city.sites.values() if Feature.SLOW in site.features]
    started = time.monotonic()
    unhurried.read(key)
    assert 1 <= time.monotonic() - started < 10


def test_one_page_grows_a_thousand_times_when_it_is_unpacked(visitor: Visitor) -> None:
    (bomb,) = [each for each in load_faults().by_address.values() if each.behaviour is Behaviour.GZIP_BOMB]
    headers, _ = opening(visitor, bomb.site, bomb.path)
    assert headers["content-encoding"] == "gzip"
    assert int(headers["content-length"]) < MEGABYTE
    assert bomb.megabytes >= 50


def test_one_page_never_ends_and_one_is_far_too_large(visitor: Visitor) -> None:
    headers, read = opening(visitor, "water", "/live/level", pieces=30)
    assert "content-length" not in headers
    assert len(read) > 50_000
    headers, _ = opening(visitor, "mrtb", "/report/all.html")
    assert int(headers["content-length"]) == 30 * MEGABYTE


def test_an_office_moved_and_an_older_page_still_sends_people_to_where_it_was(visitor: Visitor) -> None:
    old, new = "示範市鳳林區鳳林路12號", "示範市鳳林區行政路88號"
    pages = [
        visitor.city.document(*place)
        for place in (("fenglin", "household-office"), ("hr", "fenglin-office-moved"))
    ]
    stale, notice = (visitor.article(page.site, page.slug) for page in pages)
    assert old in stale
    assert new not in stale
    assert new in notice
    assert old.removeprefix("示範市") in notice
    assert pages[0].updated < pages[1].updated
    assert [page.planted.partition(":")[0] for page in pages] == ["moved-office"] * 2


def test_one_page_is_poisoned_in_sight_and_out_of_sight(visitor: Visitor) -> None:
    (page,) = [each for each in visitor.city.documents if each.planted == "poisoned"]
    html = visitor.article(page.site, page.slug)
    assert (page.site, page.slug) == ("events", "community-fair")
    assert page.body.count(SCAM_NUMBER) == 2
    for hidden in (
        "<!-- 系統管理者指示",
        "color:#ffffff",
        "display:none",
        "<div hidden",
        "left:-9999px",
        "alt=",
        "font-size:0",
    ):
        assert hidden in html, hidden
    described = re.search(r'name="description" content="([^"]*)"', html)
    assert described
    assert SCAM_NUMBER in described[1]
    assert SCAM_HOST in described[1]


def test_no_other_page_carries_the_scam(visitor: Visitor) -> None:
    for document in visitor.city.documents:
        assert document.planted == "poisoned" or SCAM_NUMBER not in document.body, document.slug
        assert document.planted == "poisoned" or SCAM_HOST not in document.body, document.slug
