"""The site registry: what is wrong in it is refused with a line that names the place."""

from pathlib import Path

import pytest

from askcity.errors import RegistryError
from crawler.site import load_registry
from tests.crawler.crawls import Crawls

SITE = {"key": "main", "start_urls": ["https://www.example.gov.tw/"]}


def test_a_site_takes_its_hosts_from_its_addresses(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    addresses = {"start_urls": ["https://A.example/"], "sitemap_urls": ["http://b.example:8080/map.xml"]}
    crawls.write_registry([{**SITE, **addresses}])
    (site,) = load_registry(str(crawls.registry))
    assert site.hosts == {"a.example", "b.example:8080"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"start_urls": ["file:///etc/passwd"]}, "file:///etc/passwd"),
        ({"start_urls": ["http://[bad"]}, "http://[bad"),
        ({"start_urls": ["http://a.example:abc/"]}, "abc"),
        ({"start_urls": ["http://user:secret@a.example/"]}, "password"),
        ({"start_urls": ["http://a.example\\@b.example/"]}, "a.example"),
        ({"start_urls": ["ht\ntp://a.example/"]}, "a.example"),
        ({"start_urls": []}, "start_urls is empty"),
        ({"key": "Main Site"}, "key must be"),
        ({"recrawl": "sometimes"}, "recrawl"),
        ({"deny": ["("]}, "regular expression"),
        ({"denny": ["x"]}, "unknown denny"),
    ],
)
def test_a_wrong_entry_is_refused_and_named(tmp_path: Path, fields: dict[str, object], said: str) -> None:
    crawls = Crawls(tmp_path)
    crawls.write_registry([{**SITE, **fields}])
    with pytest.raises(RegistryError, match="site 1") as refused:
        load_registry(str(crawls.registry))
    assert said in str(refused.value)


def test_a_key_used_twice_is_refused(tmp_path: Path) -> None:
    crawls = Crawls(tmp_path)
    crawls.write_registry([SITE, SITE])
    with pytest.raises(RegistryError, match="used twice: main"):
        load_registry(str(crawls.registry))


@pytest.mark.parametrize(("content", "said"), [("", r"no \[\[site\]\]"), ("[[site", "not readable as TOML")])
def test_a_file_that_is_no_registry_is_refused(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "sites.toml"
    file.write_text(content)
    with pytest.raises(RegistryError, match=said):
        load_registry(str(file))


def test_a_registry_that_is_not_there_is_refused_with_what_to_set() -> None:
    with pytest.raises(RegistryError, match="ASKCITY_SITES"):
        load_registry("nowhere.toml")
