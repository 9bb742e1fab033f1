"""Limits: too much is refused kindly and in time, nobody pays for another, and danger is always heard."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.requests import Request

from askcity.app import create_app
from askcity.errors import ConfigurationError
from askcity.settings import Settings
from bot.answer import Answer, AnswerStatus, Question
from bot.channels.limits import Callers, Counters, Matter, OwnStorage, Scope, load, networks
from bot.channels.limits.rules import refusal
from bot.guard import screen
from bot.replies import reply
from tests.handoff.redis_server import RedisServer
from tests.web.citizen import Citizen
from tests.web.stub import AROUND_THE_CLOCK, StubAnswerer, StubCity, cited, running

DANGER = "我不想活了"
FEW = """
[opening]
address = ["6/hour"]
[message]
conversation = ["3/hour"]
address = ["5/hour"]
[emergency]
conversation = ["2/hour"]
[wish]
conversation = ["2/hour"]
[opinion]
conversation = ["2/hour"]
[sign]
conversation = ["2/hour"]
[stream]
conversation = ["2/hour"]
[transcript]
conversation = ["2/hour"]
[lookup]
address = ["2/hour"]
"""
WITHIN = [
    ("POST", "handoff", None),
    ("POST", "handoff/cancel", None),
    ("POST", "case", {}),
    ("POST", "close", None),
    ("POST", "feedback", {"seq": 1, "helpful": True}),
    ("POST", "csat", {"score": 5}),
    ("POST", "read", {"seq": 1}),
    ("POST", "typing", {"text": "字"}),
    ("GET", "transcript", None),
    ("DELETE", "", None),
]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def screened(question: Question) -> Answer:
    """As the real bot begins: danger first."""
    verdict = screen(question.text, question.history)
    if verdict is None or verdict.status is not AnswerStatus.EMERGENCY:
        return cited(question)
    return Answer(verdict.status, reply(verdict.reply or verdict.status), 1.0)


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service that allows little, behind a proxy that tells where citizens come from."""
    folder = tmp_path_factory.mktemp("narrow")
    rules = folder / "limits.toml"
    rules.write_text(FEW, encoding="utf-8")
    settings = Settings(
        data_dir=folder, service_hours=AROUND_THE_CLOCK, limits=rules, trusted_proxies="127.0.0.1"
    )
    with running(create_app(settings, StubAnswerer(screened), StubCity())) as url:
        yield url


ADDRESSES = (f"198.51.100.{number}" for number in itertools.count(1))


class Neighbour(Citizen):
    """A citizen with an address."""

    def __init__(self, url: str, address: str) -> None:
        with httpx.Client(base_url=url, headers={"X-Forwarded-For": address}) as http:
            told = http.post("/api/conversations").json()
        self.http = httpx.Client(base_url=url, timeout=20, headers={"X-Forwarded-For": address})
        self.id, self.token = told["id"], told["token"]
        self.key = {"Authorization": f"Bearer {self.token}"}


@pytest.fixture
def neighbour(narrow: str) -> Iterator[Neighbour]:
    with Neighbour(narrow, next(ADDRESSES)) as citizen:
        yield citizen


def refused(response: httpx.Response) -> str:
    """What a refusal says, which has the shape of every error and says when to come back."""
    assert response.status_code == 429, response.text
    assert response.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert document["status"] == 429
    assert 1 <= int(response.headers["retry-after"]) <= 3_600
    return str(document["detail"])


def test_too_many_messages_are_refused_in_chinese_with_a_time_to_come_back_and_the_others_go_on(
    narrow: str, neighbour: Neighbour
) -> None:
    taken = [neighbour.send(str(number)).status_code for number in range(3)]
    assert taken == [202] * 3
    detail = refused(neighbour.send("再一則"))
    assert "您的訊息傳得太快了" in detail
    assert "119" in detail
    with Neighbour(narrow, next(ADDRESSES)) as other:
        assert other.send("我呢").status_code == 202
    assert len(neighbour.hear(6)) == 6


def test_danger_is_taken_in_and_answered_over_the_limit_and_past_that_the_refusal_tells_whom_to_call(
    neighbour: Neighbour,
) -> None:
    for number in range(3):
        neighbour.send(str(number))
    refused(neighbour.send("再一則"))
    assert [neighbour.send(DANGER).status_code for _ in range(2)] == [202] * 2
    answers = [event.data for event in neighbour.hear(10) if event.data["author"] == "bot"]
    assert [answer["status"] for answer in answers].count("emergency") == 2
    assert "1925" in refused(neighbour.send(DANGER))


def test_an_address_has_a_limit_over_all_its_conversations(narrow: str) -> None:
    address = next(ADDRESSES)
    with Neighbour(narrow, address) as first, Neighbour(narrow, address) as second:
        taken = [citizen.send("問").status_code for citizen in (first, second) * 2]
        assert taken == [202] * 4
        assert first.send("問").status_code == 202
        refused(second.send("問"))


def test_new_conversations_of_an_address_are_limited(narrow: str) -> None:
    elsewhere = {"X-Forwarded-For": next(ADDRESSES)}
    taken = [httpx.post(f"{narrow}/api/conversations", headers=elsewhere) for _ in range(7)]
    assert [response.status_code for response in taken[:6]] == [201] * 6
    assert "新對話" in refused(taken[6])


@pytest.mark.parametrize(("method", "what", "body"), WITHIN)
def test_everything_in_a_conversation_has_a_limit(
    neighbour: Neighbour, method: str, what: str, body: dict[str, object] | None
) -> None:
    path = f"/api/conversations/{neighbour.id}" + (f"/{what}" if what else "")
    statuses = [
        neighbour.http.request(method, path, json=body, headers=neighbour.key).status_code for _ in range(3)
    ]
    assert 429 not in statuses[:1]
    if what:  # what was erased is gone: the key opens nothing any more
        assert statuses[2] == 429


def test_streams_and_lookups_have_limits(neighbour: Neighbour) -> None:
    for _ in range(2):
        with neighbour.stream():
            pass
    path = f"/api/conversations/{neighbour.id}/events"
    refused(neighbour.http.get(path, headers=neighbour.key))
    looked = [
        neighbour.http.post("/api/cases/lookup", json={"number": "C-0000-0000", "check": "0000"})
        for _ in range(3)
    ]
    assert [response.status_code for response in looked[:2]] == [404] * 2
    refused(looked[2])


def test_a_stranger_cannot_use_up_what_is_the_citizens(narrow: str, neighbour: Neighbour) -> None:
    path = f"{narrow}/api/conversations/{neighbour.id}/messages"
    wrong = {"Authorization": "Bearer guessed", "X-Forwarded-For": next(ADDRESSES)}
    for number in range(4):
        body = {"client_id": str(number), "text": "問"}
        assert httpx.post(path, json=body, headers=wrong).status_code == 404
    assert neighbour.send("問").status_code == 202


def test_what_a_citizen_writes_before_the_proxys_address_changes_nothing(narrow: str) -> None:
    real = next(ADDRESSES)
    statuses = [
        httpx.post(
            f"{narrow}/api/conversations", headers={"X-Forwarded-For": f"203.0.113.{number}, {real}"}
        ).status_code
        for number in range(7)
    ]
    assert statuses == [201] * 6 + [429]


def test_the_machine_itself_has_no_limit_and_one_behind_an_unknown_proxy_has_its_conversations(
    tmp_path: Path,
) -> None:
    rules = tmp_path / "limits.toml"
    rules.write_text(FEW, encoding="utf-8")
    settings = Settings(data_dir=tmp_path, limits=rules)
    with running(create_app(settings, StubAnswerer(), StubCity())) as url, Citizen(url) as citizen:
        assert {citizen.send("問").status_code for _ in range(8)} == {202}
        forwarded = {"X-Forwarded-For": "198.51.100.7"}
        body = {"client_id": "a", "text": "問"}
        statuses = [citizen.post("messages", body, **forwarded).status_code for _ in range(4)]
        assert statuses == [202] * 3 + [429]
        assert 'askcity_limited_total{matter="message",scope="conversation"} 1.0' in (
            citizen.http.get("/metrics").text
        )


def request(host: str, *headers: tuple[bytes, bytes]) -> Request:
    return Request({"type": "http", "client": (host, 1), "headers": list(headers)})


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("127.0.0.1", None),
        ("::ffff:127.0.0.9", None),
        ("::1", None),
    ],
)
def test_an_address_is_a_household_in_ipv6_and_the_machine_itself_is_none(
    host: str, address: str | None
) -> None:
    assert Callers(networks("127.0.0.0/8, ::1")).of(request(host)).address == address


def test_a_forwarded_address_is_not_believed_of_whoever_tells_it() -> None:
    callers = Callers(networks("127.0.0.1"))
    header = (b"x-forwarded-for", b"192.0.2.1")
    assert callers.of(request("198.51.100.7", header)).address == "198.51.100.7"
    assert callers.of(request("127.0.0.1")).free
    assert not callers.of(request("127.0.0.1", header)).free


def test_what_is_no_address_is_one_clear_line() -> None:
    with pytest.raises(ConfigurationError, match=r"10\.0\.0\.0/8"):
        networks("10.0.0.0/8 *")


@pytest.mark.parametrize("wrong", ['[message]\nplanet = ["1/hour"]', '[message]\naddress = ["much"]', "[x]"])
def test_wrong_limits_are_told_with_their_file(tmp_path: Path, wrong: str) -> None:
    rules = tmp_path / "limits.toml"
    rules.write_text(wrong, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"limits\.toml"):
        load(rules)


def test_every_matter_has_its_wording_and_the_shipped_limits_know_every_channel() -> None:
    assert all("{" not in refusal(matter, 7) and "7" in refusal(matter, 7) for matter in Matter)
    assert all(load().of(Matter.MESSAGE, scope) for scope in Scope)
    assert all(load().of(matter, Scope.ADDRESS) for matter in Matter)


@pytest.mark.anyio
async def test_a_flood_does_not_use_up_the_longer_limit(anyio_backend: str) -> None:
    counters, items = Counters(), load().of(Matter.MESSAGE, Scope.CONVERSATION)
    waits = [await counters.hit(items, "flood") for _ in range(2_000)]
    assert waits.count(0) == items[0].amount
    assert max(waits) <= 60


@pytest.mark.anyio
async def test_counts_that_are_over_are_forgotten(anyio_backend: str) -> None:
    storage = OwnStorage()
    for number in range(5_000):
        await storage.incr(str(number), 0 if number % 2 else 60)
    assert await storage.reset() <= 3_600


@pytest.mark.anyio
@pytest.mark.redis
async def test_processes_count_together_and_each_alone_while_the_server_is_away(
    anyio_backend: str, tmp_path: Path
) -> None:
    items = load().of(Matter.EMERGENCY, Scope.CONVERSATION)
    allowed = items[0].amount
    server = RedisServer(tmp_path)
    server.start()
    one, other = Counters(server.url), Counters(server.url)
    async with one.running(), other.running():
        waits = [await counters.hit(items, "both") for _ in range(allowed // 2) for counters in (one, other)]
        assert set(waits) == {0}
        assert 1 <= await one.hit(items, "both") <= 60
        server.stop()
        assert await one.hit(items, "both") == 0
