"""The citizen's API on the way to a person."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from handoff.desk.values import Marks
from handoff.office import Office
from tests.web.citizen import Citizen
from tests.web.counter import Counter
from tests.web.stub import StubAnswerer, application, running

MESSAGE = {"client_id": "c1", "text": "想問長照補助", "name": "王小明", "contact": "0912-345-678"}


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    return Counter(tmp_path)


@pytest.fixture
def citizen(tmp_path: Path) -> Iterator[Citizen]:
    with running(application(tmp_path, StubAnswerer())) as url, Citizen(url) as citizen:
        yield citizen


def taken_over(citizen: Citizen, counter: Counter) -> None:
    """An agent takes the conversation over."""
    counter.on_duty("mei")
    counter.do(lambda office: office.queue.take_over(citizen.id, "mei"))


def test_a_message_is_left_looked_up_and_told_with_its_number(citizen: Citizen) -> None:
    left = citizen.post("case", MESSAGE)
    assert left.status_code == 201
    assert left.json()["code"] is None
    assert citizen.post("case", MESSAGE).json() == left.json()
    number = left.json()["number"]
    assert number in citizen.hear(1)[0].data["text"]
    found = citizen.http.post("/api/cases/lookup", json={"number": number, "check": "5678"})
    assert (found.status_code, found.json()["state"]) == (200, "open")
    wrong = citizen.http.post("/api/cases/lookup", json={"number": number, "check": "0000"})
    assert wrong.status_code == 404
    assert wrong.headers["content-type"] == "application/problem+json"


def test_a_report_needs_no_contact_and_gets_a_code(citizen: Citizen) -> None:
    report = {"what": "路燈不亮", "where": "公園旁"}
    left = citizen.post("case", {"client_id": "c1", "report": report}).json()
    found = citizen.http.post("/api/cases/lookup", json={"number": left["number"], "check": left["code"]})
    assert found.status_code == 200


@pytest.mark.parametrize(
    "form",
    [
        {"client_id": "c1"},
        {"client_id": "c1", "text": "問"},
        {"client_id": "c1", "contact": "0912345678"},
        {"client_id": "c1", "text": " ", "contact": "0912345678"},
        {"client_id": "c1", "report": {"what": "路燈不亮"}},
        {"client_id": "c1", "report": {"what": "x", "where": "y", "kind": "dragon"}},
        {"client_id": "", "text": "問", "contact": "0912345678"},
        {"text": "問", "contact": "0912345678"},
        {"client_id": "c1", "text": "問\x00", "contact": "0912345678"},
    ],
)
def test_an_incomplete_form_is_a_problem_document(citizen: Citizen, form: dict[str, object]) -> None:
    refused = citizen.post("case", form)
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert "0912345678" not in refused.text


def test_the_service_is_rated_from_one_to_five(citizen: Citizen, counter: Counter) -> None:
    assert citizen.post("csat", {"score": 5, "comment": "很快，我的電話是 0912-345-678"}).status_code == 204
    opinion = counter.do(lambda office: office.desk.satisfaction(citizen.id))
    assert opinion is not None
    assert opinion.score == 5
    assert "0912" not in opinion.comment
    assert citizen.post("csat", {"score": 6}).status_code == 422


def test_reading_marks_go_both_ways(citizen: Citizen, counter: Counter) -> None:
    taken_over(citizen, counter)
    assert citizen.post("read", {"seq": 2}).status_code == 204
    assert counter.do(lambda office: office.desk.marks(citizen.id)) == Marks(citizen=2)


def test_what_is_typed_is_shown_to_the_agent_masked(citizen: Citizen, counter: Counter) -> None:
    assert citizen.post("typing", {"text": "我的身分證是A123456789"}).status_code == 204

    async def previewed(office: Office) -> str:
        return await office.desk.previewed(citizen.id)

    assert counter.do(previewed) == ""
    taken_over(citizen, counter)
    citizen.post("typing", {"text": "我的身分證是A123456789"})
    shown = counter.do(previewed)
    assert "身分證" in shown
    assert "A123456789" not in shown


def test_a_place_in_the_queue_is_told_without_a_number_of_the_log(citizen: Citizen, counter: Counter) -> None:
    counter.on_duty("mei")
    citizen.post("handoff", {})
    with citizen.stream() as events:
        passing = next(event for event in events if event.id is None)
    assert (passing.kind, passing.data["state"], passing.data["position"]) == ("state", "queued", 1)


@pytest.mark.parametrize("what", ["handoff/cancel", "close", "case", "csat", "read", "typing"])
def test_nothing_works_without_the_key(citizen: Citizen, what: str) -> None:
    path = f"/api/conversations/{citizen.id}/{what}"
    assert citizen.http.post(path, json=MESSAGE).status_code == 401
    wrong = citizen.http.post(path, json=MESSAGE, headers={"Authorization": "Bearer wrong"})
    assert wrong.status_code == 404


def test_a_citizen_erases_the_conversation_for_good_and_open_streams_end(citizen: Citizen) -> None:
    citizen.send("忘了我")
    citizen.hear(2)
    with citizen.stream() as events:
        assert next(events).id == 1
        path = f"/api/conversations/{citizen.id}"
        assert citizen.http.delete(path, headers=citizen.key).status_code == 204
        assert [event.id for event in events] == [2]
    assert citizen.http.delete(path, headers=citizen.key).status_code == 404
    assert citizen.send("還在嗎").status_code == 404


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("json", "application/json"),
        ("text", "text/plain; charset=utf-8"),
        ("html", "text/html; charset=utf-8"),
    ],
)
def test_a_citizen_takes_the_conversation_along(citizen: Citizen, form: str, media_type: str) -> None:
    for number in range(150):
        citizen.send(f"第{number}句")
    citizen.hear(300)
    path = f"/api/conversations/{citizen.id}/transcript"
    taken = citizen.http.get(path, params={"format": form}, headers=citizen.key)
    assert (taken.status_code, taken.headers["content-type"]) == (200, media_type)
    assert taken.headers["content-disposition"].startswith("attachment; ")
    assert "第0句" in taken.text
    assert "第149句" in taken.text
    assert citizen.http.get(path).status_code == 401
    assert citizen.http.get(path, params={"format": "exe"}, headers=citizen.key).status_code == 422


def test_a_key_opens_its_own_conversation_alone_and_nothing_after_the_erasure(
    citizen: Citizen, service: str
) -> None:
    with Citizen(service) as thief:
        citizen.send("我的事")
        thief.key, own = citizen.key, thief.key
        for call, body in (
            ("messages", {"client_id": "1", "text": "冒名"}),
            ("csat", {"score": 1}),
            ("close", {}),
        ):
            assert thief.post(call, body).status_code == 404
        assert (
            thief.http.get(f"/api/conversations/{thief.id}/transcript", headers=thief.key).status_code == 404
        )
        assert thief.http.delete(f"/api/conversations/{citizen.id}", headers=own).status_code == 404
        assert citizen.http.delete(f"/api/conversations/{citizen.id}", headers=citizen.key).status_code == 204
        assert citizen.send("還在嗎").status_code == 404
        assert len({citizen.id, thief.id}) == 2
        assert min(map(len, (citizen.id, thief.id))) >= 22
