"""The console's socket: live, resumed without a gap, ended with its session."""

import pytest
from websockets.exceptions import InvalidStatus

from tests.console.socket import socket
from tests.console.staff import Console
from tests.web.citizen import Citizen


def test_the_lists_follow_what_happens(lin: Console, citizen: Citizen) -> None:
    with socket(lin) as desk:
        citizen.send("生育津貼")
        assert desk.rows(citizen.id)[citizen.id]["state"] == "bot"
        citizen.post("handoff", {})
        queue = desk.next("lists")["queue"]
        while not queue:
            queue = desk.next("lists")["queue"]
        assert queue[0]["conversation"] == citizen.id
        assert queue[0]["reason"] == "asked_for_human"
        lin.act(citizen.id, "claim")
        row = desk.rows(citizen.id)[citizen.id]
        while row["state"] != "human":
            row = desk.rows(citizen.id)[citizen.id]
        assert row["agent"] == "lin"


def test_a_socket_that_comes_back_misses_nothing_and_gets_nothing_twice(
    lin: Console, citizen: Citizen
) -> None:
    citizen.send("第一題")
    citizen.hear(2)
    with socket(lin) as desk:
        row = desk.rows(citizen.id)[citizen.id]
        while row["last_seq"] < 2:
            row = desk.rows(citizen.id)[citizen.id]
        desk.send("open", conversation=citizen.id, after=0)
        assert [event["seq"] for event in desk.next("events")["events"]] == [1, 2]
    citizen.send("第二題")
    citizen.hear(4)
    with socket(lin) as desk:
        desk.send("open", conversation=citizen.id, after=2)
        assert [event["seq"] for event in desk.next("events")["events"]] == [3, 4]


def test_the_mark_of_another_process_brings_everything(lin: Console, citizen: Citizen) -> None:
    citizen.send("你好")
    with socket(lin) as desk:
        desk.rows(citizen.id)
    with socket(lin, after="nobodys.7") as desk:
        lists = desk.next("lists")
        assert lists["full"] is True
        assert [row["id"] for row in lists["rows"]] == [citizen.id]


def test_what_is_seen_already_is_not_sent_again(lin: Console, citizen: Citizen) -> None:
    citizen.send("你好")
    citizen.hear(2)
    with socket(lin) as desk:
        while desk.rows(citizen.id)[citizen.id]["last_seq"] < 2:
            pass
        citizen.post("handoff", {})
        lists = desk.next("lists")
        while not lists["queue"]:
            lists = desk.next("lists")
    with socket(lin, after=lists["mark"]) as desk:
        again = desk.next("lists")
        assert (again["full"], again["rows"]) == (False, [])
        assert [ticket["conversation"] for ticket in again["queue"]] == [citizen.id]


def test_both_sides_see_the_other_type_and_read(lin: Console, citizen: Citizen) -> None:
    citizen.send("你好")
    citizen.hear(2)
    lin.act(citizen.id, "take-over")
    with socket(lin) as desk, citizen.stream() as events:
        desk.send("open", conversation=citizen.id, after=0)
        desk.next("events")
        citizen.post("typing", {"text": "我想問"})
        typed = desk.next("typing")
        while not typed["text"]:
            typed = desk.next("typing")
        assert typed["text"] == "我想問"
        citizen.post("read", {"seq": 4})
        marks = desk.next("marks")
        while marks["marks"]["citizen"] != 4:
            marks = desk.next("marks")
        desk.send("typing", conversation=citizen.id)
        heard = next(event for event in events if event.kind == "typing" and event.data)
        assert heard.data == {"author": "agent"}
        desk.send("read", conversation=citizen.id, seq=4)
        read = next(event for event in events if event.kind == "read")
        assert read.data == {"author": "agent", "seq": 4}


def test_a_note_reaches_the_colleague_who_listens(lin: Console, chief: Console, citizen: Citizen) -> None:
    citizen.send("你好")
    lin.act(citizen.id, "take-over")
    with socket(lin) as desk:
        desk.send("open", conversation=citizen.id, after=0)
        chief.act(citizen.id, "notes", {"text": "先安撫", "addressee": "lin"})
        assert desk.next("notes")["notes"][0]["text"] == "先安撫"


def test_another_agents_words_are_kept_from_the_lists_and_the_follower(
    lin: Console, wang: Console, citizen: Citizen
) -> None:
    with socket(wang) as desk:
        citizen.send("我的私事")
        desk.rows(citizen.id)
        desk.send("open", conversation=citizen.id, after=0)
        desk.next("events")
        lin.act(citizen.id, "take-over")
        assert desk.next("hidden")["conversation"] == citizen.id
        row = desk.rows(citizen.id)[citizen.id]
        while row["state"] != "human":
            row = desk.rows(citizen.id)[citizen.id]
        assert row["last_text"] == ""


def test_a_revoked_agents_socket_ends_within_five_seconds(lin: Console) -> None:
    with socket(lin) as desk:
        desk.next("lists")
        lin.http.delete("/session")
        desk.next("signed_out", timeout=5)
        assert desk.ended() == 4401


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:1", "null"])
def test_a_page_of_another_site_gets_no_socket(lin: Console, origin: str) -> None:
    with pytest.raises(InvalidStatus), socket(lin, Origin=origin):
        pass


def test_without_a_session_there_is_no_socket(lin: Console) -> None:
    with pytest.raises(InvalidStatus), socket(lin, Cookie=""):
        pass


def test_a_console_that_sends_nonsense_is_dropped(lin: Console) -> None:
    with socket(lin) as desk:
        desk.send_text("[1")
        assert desk.ended() != 4401


def test_presence_follows_the_heartbeats(lin: Console, chief: Console) -> None:
    with socket(lin) as desk:
        desk.send("presence", presence="away")
        assert desk.next("presence")["presence"] == "away"
        people = {one["name"]: one for one in desk.next("lists")["people"]}
        while people["lin"]["presence"] != "away":
            people = {one["name"]: one for one in desk.next("lists")["people"]}
        desk.send("presence", presence="offline")
        desk.next("presence")
        desk.send("beat", active=True)
        assert desk.next("presence")["presence"] == "offline"


def test_what_a_citizen_thinks_of_the_service_reaches_the_open_console(
    lin: Console, citizen: Citizen
) -> None:
    citizen.send("第一題")
    citizen.hear(2)
    lin.act(citizen.id, "take-over")
    with socket(lin) as desk:
        desk.send("open", conversation=citizen.id, after=2)
        assert desk.next("summary")["summary"]["said"] == ["第一題"]
        lin.act(citizen.id, "close", {"outcome": "solved"})
        citizen.post("csat", {"score": 4, "comment": "很快"})
        assert desk.next("opinion")["satisfaction"] == {"score": 4, "comment": "很快"}


def test_emergency_mode_is_on_every_console_at_once(lin: Console, chief: Console) -> None:
    with socket(lin) as desk:
        assert desk.next("lists")["typhoon"] is False
        chief.http.put("/mode", json={"typhoon": True})
        while not desk.next("lists")["typhoon"]:
            pass
