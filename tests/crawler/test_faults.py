"""What a crawl makes of sites in trouble: each fault costs what it must and no more, and is counted by its reason."""

from collections.abc import Iterator

import pytest

from tests.crawler.faulty_city import FaultyCity, crawled_city

HEADERS = 64_000  # bytes that headers, robots.txt and sitemaps may add at most


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultyCity]:
    with crawled_city(tmp_path_factory.mktemp("city")) as city:
        yield city


def test_a_crawl_with_failing_sites_succeeds_and_reports_them(city: FaultyCity) -> None:
    assert city.crawled.code == 0, city.crawled.err
    assert {site["site"] for site in city.crawled.report["sites"]} == {*city.servers, "down"}


def test_no_trouble_on_one_site_costs_another_its_pages(city: FaultyCity) -> None:
    for key in ("errors", "bombs", "traps", "links", "silent"):
        assert {"/", "/fine"} <= city.stored(key)


# robots.txt


def test_what_robots_txt_disallows_is_never_fetched_and_counted(city: FaultyCity) -> None:
    assert city.servers["robots"].hits("/secret/plan") == 0
    assert city.stored("robots") == {"/", "/open"}
    assert city.crawled.dropped("robots") == {"robots": 1}


def test_a_broken_robots_txt_disallows_the_site_for_now(city: FaultyCity) -> None:
    assert city.servers["robots-broken"].hits("/") == 0
    assert not city.crawled.site("robots-broken")["complete"]


def test_robots_txt_is_fetched_once_a_site(city: FaultyCity) -> None:
    assert city.servers["duplicates"].hits("/robots.txt") == 1


def test_the_crawler_says_honestly_who_it_is(city: FaultyCity) -> None:
    agents = {request.headers["user-agent"] for request in city.servers["links"].requests}
    assert len(agents) == 1
    assert agents.pop().startswith("askcity/")


# Redirects and links


def test_a_redirected_page_is_stored_under_its_new_address(city: FaultyCity) -> None:
    assert "/target" in city.stored("redirects")
    assert "/moved" not in city.stored("redirects")


def test_redirect_loops_and_chains_past_five_hops_end(city: FaultyCity) -> None:
    server = city.servers["redirects"]
    assert server.hits("/hop/12") == 0
    assert server.hits("/hop/7") == 0
    assert server.hits("/loop") <= 6
    assert city.crawled.dropped("redirects")["too_many_redirects"] >= 1


def test_a_redirect_or_link_to_a_host_outside_the_registry_is_not_followed(city: FaultyCity) -> None:
    assert city.canary.requests == []


def test_a_page_fetched_with_a_password_in_its_address_never_happens(city: FaultyCity) -> None:
    requests = city.servers["links"].requests
    assert all("authorization" not in request.headers for request in requests)
    assert "/with-password" not in {request.path for request in requests}


# Errors


def test_dead_links_are_counted_and_nothing_is_stored_for_them(city: FaultyCity) -> None:
    assert city.stored("errors") == {"/", "/flaky", "/busy", "/fine"}
    dropped = city.crawled.dropped("errors")
    assert dropped["http_error"] >= 3
    assert dropped["soft_404"] == 1


def test_a_page_not_found_is_asked_for_once(city: FaultyCity) -> None:
    assert city.servers["errors"].hits("/missing") == 1
    assert city.servers["errors"].hits("/removed") == 1


def test_a_server_error_is_retried_a_few_times_and_then_left(city: FaultyCity) -> None:
    assert 2 <= city.servers["errors"].hits("/broken") <= 5


def test_a_retry_waits_as_long_as_the_server_asks(city: FaultyCity) -> None:
    first, second = [request for request in city.servers["errors"].requests if request.path == "/busy"]
    assert second.at - first.until >= 1.0


def test_a_site_that_is_down_fails_alone_and_is_not_complete(city: FaultyCity) -> None:
    down = city.crawled.site("down")
    assert not down["complete"]
    assert down["failed"] >= 1


def test_a_page_that_never_answers_is_given_up(city: FaultyCity) -> None:
    assert city.servers["silent"].hits("/hangs") <= 4
    assert city.stored("silent") == {"/", "/fine"}


# Bombs


def test_decompression_bombs_and_endless_pages_cost_only_themselves(city: FaultyCity) -> None:
    assert city.stored("bombs") == {"/", "/fine"}
    dropped = city.crawled.dropped("bombs")
    assert dropped["bomb"] + dropped.get("too_large", 0) == 5
    assert dropped["bomb"] >= 2


def test_bombs_are_not_fetched_again_and_again(city: FaultyCity) -> None:
    server = city.servers["bombs"]
    assert {
        path: server.hits(path) for path in ("/gzip", "/deflate", "/nested", "/large", "/endless")
    } == dict.fromkeys(("/gzip", "/deflate", "/nested", "/large", "/endless"), 1)


# Traps


def test_a_calendar_without_end_is_not_walked(city: FaultyCity) -> None:
    assert sum(request.path.startswith("/calendar/") for request in city.servers["traps"].requests) <= 2


def test_list_pages_beyond_the_last_are_left_soon(city: FaultyCity) -> None:
    asked = sum(request.path.startswith("/list?page=") for request in city.servers["traps"].requests)
    assert 4 <= asked <= 30


def test_session_numbers_do_not_multiply_pages(city: FaultyCity) -> None:
    assert sum(request.path.startswith("/session") for request in city.servers["traps"].requests) <= 2


# Duplicates


def test_one_text_under_several_addresses_is_stored_once_under_the_shortest(city: FaultyCity) -> None:
    stored = city.stored("duplicates")
    assert "/a" in stored
    assert {"/copy/of/a", "/print/a", "/a?utm_source=line"} & stored == set()
    assert city.crawled.dropped("duplicates")["duplicate"] >= 1


def test_tracking_parameters_are_taken_off_before_fetching(city: FaultyCity) -> None:
    assert city.servers["duplicates"].hits("/a?utm_source=line") == 0


def test_parameters_that_choose_the_page_are_kept(city: FaultyCity) -> None:
    assert {"/b?n=1&s=2", "/b?n=2&s=1"} <= city.stored("duplicates")


# Discovery


@pytest.mark.parametrize("path", ["/in-sitemap", "/in-feed", "/News.aspx?n=1&sms=2"])
def test_pages_are_found_through_sitemaps_and_feeds(city: FaultyCity, path: str) -> None:
    assert path in city.stored("discovery")


def test_a_linked_document_becomes_a_page_with_its_link_text_as_title(city: FaultyCity) -> None:
    url = f"{city.servers['discovery'].url}/form.pdf"
    page = next(page for page in city.pages if page["url"] == url)
    assert page["title"] == "申請書下載"
    assert "Application form, line 3" in page["markdown"]


def test_a_sitemap_with_an_entity_bomb_is_harmless(city: FaultyCity) -> None:
    assert city.servers["discovery"].hits("/laughs.xml") == 1
    assert city.crawled.site("discovery")["complete"]


# Limits and rules


def test_nothing_deeper_than_max_depth_is_fetched(city: FaultyCity) -> None:
    assert city.stored("deep") == {"/", *(f"/{branch}" for branch in range(8))}
    assert city.crawled.dropped("deep")["too_deep"] == 8


def test_no_more_than_max_pages_are_fetched(city: FaultyCity) -> None:
    assert len(city.servers["many"].paths()) == 5
    assert city.crawled.dropped("many")["too_many"] >= 1


def test_denied_and_login_paths_are_not_fetched(city: FaultyCity) -> None:
    assert city.stored("rules") == {"/", "/keep"}
    assert city.servers["rules"].hits("/login") == city.servers["rules"].hits("/en/about") == 0
    assert city.crawled.dropped("rules")["denied"] == 2


# The report as a whole


def test_the_bytes_reported_are_those_sent(city: FaultyCity) -> None:
    sent = sum(request.sent for request in city.servers["deep"].requests if request.status == 200)
    assert sent <= city.crawled.site("deep")["bytes"] <= sent + HEADERS
