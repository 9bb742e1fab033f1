"""Consoles on two web processes over PostgreSQL and Redis: what one does the other shows, and either may die."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.console.socket import socket
from tests.console.staff import Console, move_in
from tests.web.citizen import Citizen
from tests.web.pair import Pair, running_pair

pytestmark = [pytest.mark.postgres, pytest.mark.redis]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory, staffed: Path) -> Iterator[Pair]:
    with running_pair(tmp_path_factory.mktemp("pair")) as pair:
        move_in(staffed.parent, pair.database)
        yield pair


@pytest.fixture
def citizen(pair: Pair) -> Iterator[Citizen]:
    with Citizen(pair.second.url) as citizen:
        yield citizen


def elsewhere(console: Console, url: str) -> Console:
    """The same signed-in browser, at another process."""
    moved = object.__new__(Console)
    moved.url, moved.name, moved.http = url, console.name, console.http
    moved.http.base_url = f"{url}/api/console"
    return moved


def test_what_a_citizen_says_at_one_process_is_on_the_console_of_the_other(
    pair: Pair, citizen: Citizen
) -> None:
    with Console(pair.first.url, "lin") as lin, socket(lin) as desk:
        desk.send("presence", presence="online")
        citizen.send("你好")
        citizen.hear(2)
        assert lin.act(citizen.id, "take-over").status_code == 200
        desk.send("open", conversation=citizen.id, after=0)
        desk.next("events")
        citizen.send("在另一台說的")
        assert desk.next("events")["events"][-1]["text"] == "在另一台說的"
        citizen.post("typing", {"text": "正在打字"})
        while desk.next("typing")["text"] != "正在打字":
            pass


def test_a_draft_is_decided_once_whichever_process_it_is_decided_at(pair: Pair, citizen: Citizen) -> None:
    with Console(pair.first.url, "chief") as first, Console(pair.second.url, "chief") as second:
        rules = {"minutes": 5, "topics": [{"label": "津貼", "agencies": [], "words": ["津貼"]}]}
        assert first.http.put("/lane", json=rules).status_code == 204
        citizen.send("生育津貼可以領多少？")
        citizen.hear(2)
        (draft,) = first.http.get("/drafts").json()
        together = threading.Barrier(2)

        def approve(console: Console) -> int:
            together.wait(10)
            return console.http.post(
                f"/drafts/{draft['id']}/approve", json={"text": draft["text"]}
            ).status_code

        with ThreadPoolExecutor(2) as both:
            assert sorted(both.map(approve, (first, second))) == [200, 409]
        assert citizen.hear(3)[-1].data["text"] == draft["text"]
        assert first.read(citizen.id)["conversation"]["last_seq"] == 3
        assert first.http.put("/lane", json={"topics": []}).status_code == 204


def test_signing_out_at_one_process_ends_the_socket_at_the_other(pair: Pair) -> None:
    with Console(pair.first.url, "audit") as audit, socket(audit) as desk:
        desk.next("lists")
        elsewhere(audit, pair.second.url).http.delete("/session")
        assert desk.ended(timeout=5) == 4401


def test_the_console_of_a_killed_process_goes_on_at_the_other_and_misses_nothing(
    pair: Pair, citizen: Citizen
) -> None:
    with Console(pair.first.url, "wang") as wang:
        with socket(wang) as desk:
            desk.send("presence", presence="online")
            mark = desk.next("lists")["mark"]
            citizen.send("先前說的")
            citizen.hear(2)
            assert wang.act(citizen.id, "take-over").status_code == 200
            desk.send("open", conversation=citizen.id, after=0)
            seen = [event["seq"] for event in desk.next("events")["events"]]
            pair.first.kill()
            desk.ended()
        said = [citizen.send(f"停機時說的第{number}句").json()["seq"] for number in range(5)]
        moved = elsewhere(wang, pair.second.url)
        with socket(moved, after=mark) as desk:
            lists = desk.next("lists")
            assert lists["full"] is True
            if citizen.id not in {row["id"] for row in lists["rows"]}:
                desk.rows(citizen.id)
            desk.send("open", conversation=citizen.id, after=seen[-1])
            missed = [event["seq"] for event in desk.next("events")["events"]]
            assert missed == list(range(seen[-1] + 1, said[-1] + 1))
            assert set(said) <= set(missed)
            answer = moved.say(citizen.id, "我還在")
            assert answer.status_code == 201
            assert desk.next("events")["events"][-1]["text"] == "我還在"
        assert citizen.hear(answer.json()["seq"])[-1].data["text"] == "我還在"
