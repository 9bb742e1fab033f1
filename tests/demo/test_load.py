"""Many visitors at a time."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.demo.visitor import Visitor

LISTENING, LOOPBACK = "0A", "0100007F"
"""How Linux writes the state of a listening socket, and 127.0.0.1."""


def test_thirty_requests_in_parallel_are_all_answered(visitor: Visitor) -> None:
    pages = [each for each in visitor.city.documents if each.site != "archive"][
        :: len(visitor.city.documents) // 30
    ]
    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(lambda each: visitor.get(each.site, visitor.path(each)), pages[:30]))
    assert [answer.status_code for answer in answers] == [200] * 30
    for page, answer in zip(pages, answers, strict=False):
        assert page.title in visitor.text(page.site, answer).replace("&amp;", "&")


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="needs Linux's list of sockets")
def test_one_process_serves_all_sites_and_listens_on_loopback_alone(visitor: Visitor) -> None:
    ours = f"{visitor.port:04X}"
    tables = [path.read_text() for path in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")) if path.exists()]
    lines = [line.split() for table in tables for line in table.splitlines()[1:]]
    listening = [
        local for _, local, _, state, *_ in lines if state == LISTENING and local.endswith(f":{ours}")
    ]
    assert listening == [f"{LOOPBACK}:{ours}"]


def test_the_slow_site_and_the_dead_one_keep_nobody_else_waiting(unhurried: Visitor) -> None:
    def outcome(key: str) -> object:
        try:
            return unhurried.get(key).status_code
        except httpx.TransportError:
            return "down"

    with ThreadPoolExecutor(30) as pool:
        slow = [pool.submit(outcome, "budget") for _ in range(10)]
        dead = [pool.submit(outcome, "archive") for _ in range(5)]
        quick = [pool.submit(outcome, "www") for _ in range(15)]
        assert [each.result() for each in quick] == [200] * 15
        assert not any(each.done() for each in slow)
        assert [each.result() for each in dead] == ["down"] * 5
        assert [each.result() for each in slow] == [200] * 10
