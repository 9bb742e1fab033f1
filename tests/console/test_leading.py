"""What supervisors, administrators and auditors see and set."""

from collections.abc import Iterator

import httpx
import pytest

from tests.console.socket import socket
from tests.console.staff import PASSWORD, Console
from tests.web.citizen import Citizen


@pytest.fixture
def admin(service: str) -> Iterator[Console]:
    with Console(service, "admin") as console:
        yield console


def test_the_floor_tells_loads_and_waits(chief: Console, lin: Console, citizen: Citizen) -> None:
    citizen.post("handoff", {})
    before = chief.http.get("/floor").json()["figures"]
    assert (before["waiting"], before["claimed"]) == (1, 0)
    lin.act(citizen.id, "claim")
    after = chief.http.get("/floor").json()
    assert (after["figures"]["waiting"], after["figures"]["claimed"]) == (0, 1)
    assert after["figures"]["median_wait"] is not None
    loads = {one["name"]: one["holding"] for one in after["people"]}
    assert loads == {"lin": 1, "wang": 0}
    lin.act(citizen.id, "close", {"outcome": "referred"})
    citizen.post("csat", {"score": 4, "comment": ""})
    figures = chief.http.get("/floor").json()["figures"]
    assert figures["outcomes"] == {"referred": 1}
    assert (figures["ratings"], figures["rating"]) == (1, 4.0)


def test_a_supervisor_listens_in_whispers_and_takes_over(
    chief: Console, lin: Console, citizen: Citizen
) -> None:
    citizen.send("你好")
    lin.act(citizen.id, "take-over")
    assert chief.read(citizen.id)["conversation"]["agent"] == "lin"
    assert chief.act(citizen.id, "notes", {"text": "先安撫", "addressee": "lin"}).status_code == 201
    assert chief.act(citizen.id, "take-over").status_code == 200
    assert chief.read(citizen.id)["conversation"]["agent"] == "chief"
    acts = [act["act"] for act in chief.http.get("/audit").json()]
    assert {"listen_in", "whisper", "take_over"} <= set(acts)


def test_listening_in_over_the_socket_is_a_line_of_the_audit_log_once(
    chief: Console, lin: Console, citizen: Citizen
) -> None:
    def lines() -> list[tuple[str, str]]:
        acts = [(act["agent"], act["act"]) for act in reversed(chief.http.get("/audit").json())]
        return [one for one in acts if one[1] in ("read", "listen_in")]

    citizen.send("你好")
    with socket(chief) as desk, socket(lin) as own:
        desk.send("open", conversation=citizen.id, after=1)
        desk.next("marks")
        assert lines() == [("chief", "read")]
        lin.act(citizen.id, "take-over")
        own.send("open", conversation=citizen.id, after=0)
        own.next("marks")
        desk.next("events")
        assert lines() == [("chief", "read"), ("chief", "listen_in")]
    with socket(chief) as desk:
        desk.send("open", conversation=citizen.id, after=1)
        desk.next("marks")
    assert lines() == [("chief", "read"), ("chief", "listen_in")]


def test_an_agent_set_offline_loses_what_they_hold_and_is_told(
    chief: Console, lin: Console, citizen: Citizen
) -> None:
    citizen.send("你好")
    lin.act(citizen.id, "take-over")
    with socket(lin) as desk:
        desk.next("lists")
        assert chief.http.post("/agents/lin/offline").status_code == 204
        assert chief.read(citizen.id)["conversation"]["state"] == "queued"
        desk.send("beat", active=True)
        assert desk.next("presence")["presence"] == "offline"


def test_hours_are_changed_and_what_makes_no_sense_is_refused(chief: Console) -> None:
    hours = chief.http.get("/hours").json()
    wanted = {**hours, "week": {"mon": ["09:00-12:00", "13:00-18:00"]}, "holidays": {"2027-01-01": "元旦"}}
    assert chief.http.put("/hours", json=wanted).status_code == 204
    assert chief.http.get("/hours").json() == wanted
    for wrong in ({"week": {"mon": ["18:00-09:00"]}}, {"holidays": {"2027-13-01": "x"}}):
        assert chief.http.put("/hours", json={**wanted, **wrong}).status_code == 422
    assert chief.http.get("/hours").json() == wanted


def test_typhoon_mode_is_switched_with_its_facts(chief: Console, lin: Console) -> None:
    fact = {"text": "和平國小已開設收容所。", "url": "https://www.demo.localhost/"}
    mode = {"typhoon": True, "facts": [fact], "words": ["淹水"]}
    assert chief.http.put("/mode", json=mode).status_code == 204
    told = lin.http.get("/mode").json()
    assert (told["typhoon"], told["facts"], told["words"]) == (True, [fact], ["淹水"])
    unsafe = {**mode, "facts": [{"text": "x", "url": "javascript:alert(1)"}]}
    assert chief.http.put("/mode", json=unsafe).status_code == 422


def test_an_account_is_opened_used_and_shut(service: str, admin: Console) -> None:
    wanted = {"name": "hsu", "display_name": "許先生", "role": "agent", "team": "第二組"}
    opened = admin.http.post("/accounts", json=wanted)
    assert opened.status_code == 201
    assert admin.http.post("/accounts", json=wanted).status_code == 409
    with Console(service, "hsu", opened.json()["password"]) as hsu:
        shut = {"display_name": "許先生", "role": "agent", "disabled": True}
        assert admin.http.put("/accounts/hsu", json=shut).status_code == 204
        assert hsu.http.get("/session").status_code == 401
    listed = {one["name"]: one for one in admin.http.get("/accounts").json()}
    assert listed["hsu"]["disabled"] is True
    assert "hash" not in str(listed)


def test_a_changed_role_counts_at_once_and_ends_the_sessions(service: str, admin: Console) -> None:
    with Console(service, "chief") as chief:
        demoted = {"display_name": "陳組長", "role": "agent"}
        assert admin.http.put("/accounts/chief", json=demoted).status_code == 204
        assert chief.http.get("/floor").status_code == 401
    with Console(service, "chief") as again:
        assert again.http.get("/floor").status_code == 403


def test_nobody_changes_their_own_account(admin: Console) -> None:
    wanted = {"display_name": "x", "role": "agent", "disabled": True}
    assert admin.http.put("/accounts/admin", json=wanted).status_code == 409


def test_a_new_password_ends_the_sessions_and_replaces_the_old_one(service: str, admin: Console) -> None:
    with Console(service, "lin") as lin:
        told = admin.http.post("/accounts/lin/password").json()
        assert lin.http.get("/session").status_code == 401
    old = httpx.post(f"{service}/api/console/session", json={"name": "lin", "password": PASSWORD})
    assert old.status_code == 401
    with Console(service, "lin", told["password"]):
        pass


def test_an_agent_changes_the_own_password_and_other_sessions_end(service: str, lin: Console) -> None:
    with Console(service, "lin") as elsewhere:
        wrong = lin.http.post("/password", json={"old": "wrong", "new": "another long password"})
        assert wrong.status_code == 403
        short = lin.http.post("/password", json={"old": PASSWORD, "new": "short"})
        assert short.status_code == 422
        changed = lin.http.post("/password", json={"old": PASSWORD, "new": "another long password"})
        assert changed.status_code == 204
        assert lin.http.get("/session").status_code == 200
        assert elsewhere.http.get("/session").status_code == 401
    with Console(service, "lin", "another long password"):
        pass


def test_a_supervisor_arranges_teams_but_no_roles(chief: Console) -> None:
    duties = {
        "team": "第三組",
        "agencies": ["示範市政府環境保護局"],
        "languages": ["zh-TW", "en"],
        "capacity": 6,
    }
    assert chief.http.put("/accounts/lin/duties", json=duties).status_code == 204
    lin = next(one for one in chief.http.get("/accounts").json() if one["name"] == "lin")
    assert {name: lin[name] for name in duties} == duties
    promoted = chief.http.put("/accounts/lin", json={"display_name": "x", "role": "admin"})
    assert promoted.status_code == 403


def test_an_auditor_reads_everything_and_changes_nothing(
    auditor: Console, lin: Console, citizen: Citizen
) -> None:
    citizen.send("你好")
    lin.act(citizen.id, "take-over")
    assert auditor.read(citizen.id)["conversation"]["agent"] == "lin"
    assert auditor.http.get("/floor").status_code == 200
    assert auditor.act(citizen.id, "take-over").status_code == 403
    assert auditor.act(citizen.id, "notes", {"text": "x"}).status_code == 403
    acts = auditor.http.get("/audit").json()
    assert acts[0]["act"] == "listen_in"
    older = auditor.http.get("/audit", params={"before": acts[0]["id"]}).json()
    assert older == acts[1:]


def test_no_words_of_citizens_are_in_the_audit_log(auditor: Console, lin: Console, citizen: Citizen) -> None:
    citizen.send("我的私事")
    lin.http.get("/conversations", params={"words": "我的私事"})
    lin.act(citizen.id, "take-over")
    lin.act(citizen.id, "notes", {"text": "我的私事"})
    assert "私事" not in auditor.http.get("/audit").text


def test_what_was_erased_leaves_the_lists(lin: Console, citizen: Citizen) -> None:
    citizen.send("要刪掉的話")
    with socket(lin) as desk:
        desk.rows(citizen.id)
        citizen.http.delete(f"/api/conversations/{citizen.id}", headers=citizen.key).raise_for_status()
        row = desk.rows(citizen.id)[citizen.id]
        while row["state"] != "closed":
            row = desk.rows(citizen.id)[citizen.id]
        assert row["last_text"] == ""


def test_what_no_database_can_keep_is_refused_and_is_no_fault(chief: Console) -> None:
    reply = {"shortcut": "x", "title": "a\x00b", "text": "您好", "shared": True}
    assert chief.http.post("/canned", json=reply).status_code == 422
    mode = {"typhoon": True, "facts": [{"text": "已開設\x00", "url": "https://x.example/"}], "words": []}
    assert chief.http.put("/mode", json=mode).status_code == 422
    assert chief.http.put("/mode", json={"typhoon": True, "words": ["\x00"]}).status_code == 422
