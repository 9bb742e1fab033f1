"""Two web processes on PostgreSQL and Redis behave as one, also when one of them is killed."""

import contextlib
import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.handoff.checker import faults
from tests.web.citizen import Citizen, Heard
from tests.web.kills import Service
from tests.web.pair import Pair, running_pair

pytestmark = [pytest.mark.postgres, pytest.mark.redis]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    with running_pair(tmp_path) as pair:
        yield pair


@contextlib.contextmanager
def citizen_of_both(pair: Pair) -> Iterator[tuple[Citizen, Citizen]]:
    """One citizen as both processes see them: who speaks at the first and listens at the second."""
    with Citizen(pair.first.url) as speaking, Citizen(pair.second.url) as listening:
        listening.id, listening.token, listening.key = speaking.id, speaking.token, speaking.key
        yield speaking, listening


def test_what_is_said_at_one_process_is_heard_at_the_other_at_once(pair: Pair) -> None:
    with citizen_of_both(pair) as (speaking, listening), listening.stream() as events:
        for number in range(20):
            begun = time.monotonic()
            speaking.send(f"第{number}句")
            heard = [next(event for event in events if event.id) for _ in range(2)]
            assert [event.data["author"] for event in heard] == ["citizen", "bot"]
            assert time.monotonic() - begun < 2
    assert faults(pair.database) == []


def test_without_redis_it_is_heard_too_only_later(pair: Pair) -> None:
    with citizen_of_both(pair) as (speaking, listening), listening.stream() as events:
        pair.redis.stop()
        speaking.send("還聽得到嗎")
        heard = [next(event for event in events if event.id) for _ in range(2)]
        assert [event.data["author"] for event in heard] == ["citizen", "bot"]
    assert faults(pair.database) == []


def test_when_one_is_killed_nothing_is_lost_and_everything_is_answered_once(pair: Pair) -> None:
    citizens = [Citizen(pair.first.url) for _ in range(8)]
    acknowledged: list[set[int]] = [set() for _ in citizens]
    talks = [
        threading.Thread(target=talk, args=(citizen, kept, pair))
        for citizen, kept in zip(citizens, acknowledged, strict=True)
    ]
    for thread in talks:
        thread.start()
    while sum(map(len, acknowledged)) < 60:
        time.sleep(0.01)
    pair.first.kill()
    for thread in talks:
        thread.join(60)
    for citizen, kept in zip(citizens, acknowledged, strict=True):
        assert len(kept) == 30
        judge(at(citizen, pair.second).hear(60), kept)
        citizen.http.close()
    assert faults(pair.database) == []


def talk(citizen: Citizen, acknowledged: set[int], pair: Pair) -> None:
    """Say thirty things, each until it is acknowledged, at the other process where the first one is gone."""
    for number in range(30):
        client_id = f"{number}-{secrets.token_hex(4)}"
        for attempt in range(100):
            with contextlib.suppress(httpx.HTTPError):
                sent = citizen.send(f"第{number}句", client_id)
                if sent.status_code == 202:
                    acknowledged.add(sent.json()["seq"])
                    break
            at(citizen, pair.second if attempt % 2 == 0 else pair.first)
            time.sleep(0.02)


def at(citizen: Citizen, service: Service) -> Citizen:
    """The citizen, talking to another process from now on."""
    citizen.http.close()
    citizen.http = httpx.Client(base_url=service.url, timeout=60)
    return citizen


def judge(log: list[Heard], acknowledged: set[int]) -> None:
    """Everything that was acknowledged is there and answered once."""
    assert [event.id for event in log] == list(range(1, 61))
    assert {event.id for event in log if event.data["author"] == "citizen"} == acknowledged
    answers = Counter(event.data["answers"] for event in log if event.data["author"] == "bot")
    assert answers == Counter(acknowledged)
