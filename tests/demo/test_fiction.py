"""The demo city is invented: no real city, no real telephone number, no address of a real host."""

import re
from collections.abc import Iterator

from demo.addresses import DOMAIN
from demo.city import City
from demo.faults import load_faults
from tests.demo.visitor import Visitor

REAL_CITIES = re.compile(
    "臺北|台北|新北|桃園|臺中|台中(?![午間心旬])|臺南|台南|高雄|基隆|新竹|嘉義|苗栗|彰化|南投|雲林|屏東|宜蘭|花蓮|臺東|台東|澎湖|金門|連江|馬祖"
)
PHONE = re.compile(
    r"(?<![\d.–-])(?:\(0\d{1,3}\)\s*|0\d{1,3}-)\d{3,4}-?\d{3,4}(?!\d)|0800-?\d{3}-?\d{3}|09\d\d-?\d{3}-?\d{3}"
)
FICTIONAL = re.compile(r"\(01\) 555-\d{4}")
HOST = re.compile(
    r"(?:https?|ftp)://([^/\"'\s<>:&?)\\]+)|(?<![\w@.])(www\.[a-z0-9.-]+)|@([A-Za-z0-9.-]+\.[a-z]+)"
)
RESERVED = re.compile(r"(?:.+\.)?(?:example|example\.org|localhost)")
"""Names that are kept from ever belonging to anyone (RFC 2606)."""

NAMESPACES = {"schema.org", "www.sitemaps.org"}
"""Hosts that stand in the names of data formats, in JSON-LD and in sitemaps."""

HOTLINES = {("env", "pollution-complaint"), ("ethics", "report-corruption")}
"""Pages that give free numbers that somebody has: 0800-066-666 and 0800-286-586."""


def texts(city: City) -> Iterator[tuple[tuple[str, str], str]]:
    """Every text of the content with the place that it stands in."""
    for document in city.documents:
        yield (document.site, document.slug), f"{document.title}\n{document.body}\n{document.unit}"
    for attachment in city.attachments:
        yield (attachment.site, attachment.name), f"{attachment.title}\n{attachment.body}"
    for site in city.sites.values():
        yield (site.key, ""), f"{site.name}\n{site.agency}\n{site.phone}\n{site.address}"


def strange_phones(city: City) -> dict[tuple[str, str], list[str]]:
    """The numbers that are neither fictional nor part of the scam, by place."""
    scam = {(each.site, each.slug) for each in city.documents if each.planted == "poisoned"}
    found = {
        place: [number[0] for number in PHONE.finditer(text) if not FICTIONAL.fullmatch(number[0])]
        for place, text in texts(city)
        if place not in scam
    }
    return {place: numbers for place, numbers in found.items() if numbers}


def test_no_text_names_a_real_city_or_its_agencies(city: City) -> None:
    assert [(place, found[0]) for place, text in texts(city) if (found := REAL_CITIES.search(text))] == []


def test_every_site_belongs_to_the_demo_city(city: City) -> None:
    assert {site.address[:3] for site in city.sites.values()} == {"示範市"}
    assert [site.agency for site in city.sites.values() if "示範" not in site.agency] == []


def test_no_text_gives_a_real_telephone_number_but_two_hotlines(city: City) -> None:
    assert set(strange_phones(city)) <= HOTLINES


def test_no_text_gives_a_real_telephone_number(city: City) -> None:
    assert strange_phones(city) == {}


def test_every_telephone_number_is_written_in_the_same_way(city: City) -> None:
    stray = {
        place: odd
        for place, text in texts(city)
        if (odd := re.findall(r".{8}(?<!\(01\) )(?<!886-1-)555-\d{4}", text, re.DOTALL))
    }
    assert stray == {}


def test_no_text_names_a_real_host(city: City) -> None:
    assert [(place, host) for place, text in texts(city) for host in hosts(text)] == []


def test_no_text_gives_the_city_another_domain_than_its_own(city: City) -> None:
    assert [place for place, text in texts(city) if re.search(r"\bgov\.tw\b", text)] == []


def hosts(text: str, *, reserved: bool = True) -> set[str]:
    """The hosts in a text that are not the city's; names that nobody can have are passed over, unless told not to."""
    named = {next(filter(None, match.groups())) for match in HOST.finditer(text)}
    own = {host for host in named if host == DOMAIN or host.endswith(f".{DOMAIN}")}
    return {host for host in named - own - NAMESPACES if not (reserved and RESERVED.fullmatch(host))}


def test_redirects_lead_to_the_city_or_to_addresses_that_nobody_has() -> None:
    for fault in load_faults().by_address.values():
        assert not hosts(fault.target) - {"169.254.169.254"}, fault


def test_what_is_served_beside_pages_names_no_real_host(visitor: Visitor) -> None:
    for key, path in (
        ("www", "/OpenData.aspx?SN=RSS"),
        ("eservice", "/sitemap.xml"),
        ("eservice", "/robots.txt"),
    ):
        body = visitor.get(key, path).text
        assert hosts(body) == set(), path
        assert f"{key}.{DOMAIN}:{visitor.port}" in body
