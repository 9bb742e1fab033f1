"""The shipped registry of Kaohsiung's sites: complete enough, well-formed and safe to crawl."""

from collections import Counter
from urllib.parse import urlsplit

import pytest

from crawler.site import Site, load_registry

BUREAUS = [
    "民政局",
    "財政局",
    "教育局",
    "經濟發展局",
    "海洋局",
    "農業局",
    "觀光局",
    "都市發展局",
    "工務局",
    "水利局",
    "社會局",
    "勞工局",
    "警察局",
    "消防局",
    "衛生局",
    "環境保護局",
    "捷運工程局",
    "文化局",
    "交通局",
    "法制局",
    "地政局",
    "運動發展局",
    "青年局",
    "毒品防制局",
    "研究發展考核委員會",
    "主計處",
    "人事處",
    "政風處",
    "客家事務委員會",
    "原住民事務委員會",
    "行政暨國際處",
]


@pytest.fixture(scope="module")
def sites() -> tuple[Site, ...]:
    return load_registry("kaohsiung")


def test_the_shipped_registry_holds_at_least_120_sites(sites: tuple[Site, ...]) -> None:
    assert len(sites) >= 120


def test_all_38_district_offices_are_listed(sites: tuple[Site, ...]) -> None:
    offices = {site.agency for site in sites if site.category == "區公所"}
    assert len(offices) == 38
    assert all(office.startswith("高雄市") and office.endswith("區公所") for office in offices)


@pytest.mark.parametrize("bureau", BUREAUS)
def test_every_bureau_has_its_own_site(sites: tuple[Site, ...], bureau: str) -> None:
    assert f"高雄市政府{bureau}" in {site.name for site in sites}


@pytest.mark.parametrize(
    ("key", "name", "host"),
    [("kmfa", "高雄市立美術館", "www.kmfa.gov.tw"), ("pier2", "駁二藝術特區", "pier2.org")],
)
def test_the_art_museum_and_the_arts_district_are_listed(
    sites: tuple[Site, ...], key: str, name: str, host: str
) -> None:
    site = next(site for site in sites if site.key == key)
    assert (site.name, site.agency, site.hosts) == (name, "高雄市政府文化局", frozenset({host}))


def test_agencies_have_their_full_names(sites: tuple[Site, ...]) -> None:
    assert {site.agency for site in sites if not site.agency.startswith("高雄市")} == set()


def test_no_host_is_listed_twice(sites: tuple[Site, ...]) -> None:
    hosts = Counter(host for site in sites for host in site.hosts)
    assert [host for host, count in hosts.items() if count > 1] == []


def test_no_two_sites_share_a_name(sites: tuple[Site, ...]) -> None:
    names = Counter(site.name for site in sites)
    assert [name for name, count in names.items() if count > 1] == []


def test_every_public_site_is_reached_over_tls_and_never_on_a_private_network(
    sites: tuple[Site, ...],
) -> None:
    assert {urlsplit(url).scheme for site in sites for url in site.start_urls} == {"https"}
    assert not any(site.private_network for site in sites)
