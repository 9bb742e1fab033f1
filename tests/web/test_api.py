"""The citizen's API as the contract states it, over real HTTP."""

import asyncio
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from askcity.app import create_app
from askcity.settings import Settings
from bot.channels.answering import Pace
from tests.web.citizen import Citizen
from tests.web.stub import CITATION, StubAnswerer, StubCity, clarifying, running


def test_a_question_is_answered_on_the_stream_with_its_sources(citizen: Citizen) -> None:
    taken = citizen.send("生育津貼可以領多少？")
    assert taken.status_code == 202
    question, answer = citizen.hear(2)
    assert taken.json()["seq"] == question.id == question.data["seq"] == 1
    assert (question.data["author"], question.data["text"]) == ("citizen", "生育津貼可以領多少？")
    assert (answer.kind, answer.id, answer.data["author"]) == ("message", 2, "bot")
    assert (answer.data["status"], answer.data["confidence"], answer.data["answers"]) == ("answered", 0.91, 1)
    (citation,) = answer.data["citations"]
    assert citation["quote"] == CITATION.quote
    assert {"url", "title", "site", "agency", "quote", "page_digest", "fetched_at"} <= set(citation)


def test_choices_reach_the_citizen(citizen: Citizen, answerer: StubAnswerer) -> None:
    answerer.make = clarifying
    citizen.send("津貼")
    answer = citizen.hear(2)[1].data
    assert answer["choices"][0] == {"label": "申請生育津貼", "agency": "民政局", "url": None}


def test_a_conversation_can_be_opened_without_a_body(service: str) -> None:
    opened = httpx.post(f"{service}/api/conversations")
    assert opened.status_code == 201
    assert set(opened.json()) == {"id", "token"}


def test_the_same_message_again_gets_the_same_answer_and_is_stored_once(citizen: Citizen) -> None:
    first, again = citizen.send("你好", "c1"), citizen.send("你好", "c1")
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert [event.data["author"] for event in citizen.hear(2)] == ["citizen", "bot"]


def test_ten_identical_sends_at_once_are_one_message(citizen: Citizen) -> None:
    with ThreadPoolExecutor(10) as pool:
        sent = list(pool.map(lambda _: citizen.send("你好", "c1"), range(10)))
    assert {response.status_code for response in sent} == {202}
    assert {response.json()["seq"] for response in sent} == {1}
    citizen.send("第二句", "c2")
    events = citizen.hear(4)
    assert sorted(event.data["text"] for event in events if event.data["author"] == "citizen") == [
        "你好",
        "第二句",
    ]


def test_two_tabs_with_one_client_id_and_different_texts_get_one_message_and_a_conflict(
    citizen: Citizen,
) -> None:
    sent = [citizen.send("甲", "c1"), citizen.send("乙", "c1")]
    assert [response.status_code for response in sent] == [202, 409]
    assert [event.data["author"] for event in citizen.hear(2)] == ["citizen", "bot"]


def test_the_stream_is_in_the_order_of_the_log(citizen: Citizen) -> None:
    with ThreadPoolExecutor(8) as pool:
        sent = list(pool.map(lambda number: (number, citizen.send(f"第{number}句").json()["seq"]), range(30)))
    events = citizen.hear(60)
    assert [event.id for event in events] == list(range(1, 61))
    told = {seq: f"第{number}句" for number, seq in sent}
    assert {event.id: event.data["text"] for event in events if event.data["author"] == "citizen"} == told


def test_answers_come_in_the_order_of_the_questions(citizen: Citizen) -> None:
    for number in range(5):
        citizen.send(f"第{number}句")
    answers = [event.data["answers"] for event in citizen.hear(10) if event.data["author"] == "bot"]
    assert answers == sorted(answers)


def test_a_wish_for_a_person_is_recorded_and_truthfully_answered(citizen: Citizen) -> None:
    response = citizen.post("handoff", {})
    assert (response.status_code, response.json()) == (202, {"state": "bot", "seq": 2})
    state, message = citizen.hear(2)
    assert state.kind == "state"
    assert (state.data["state"], state.data["reason"]) == ("bot", "nobody_on_duty")
    assert message.data["author"] == "system"
    assert "目前沒有真人客服" in message.data["text"]
    assert "1999" in message.data["text"]


def test_an_answer_can_be_rated_and_nothing_else(citizen: Citizen) -> None:
    citizen.send("問")
    citizen.hear(2)
    assert citizen.post("feedback", {"seq": 2, "helpful": True, "comment": ""}).status_code == 204
    assert citizen.post("feedback", {"seq": 1, "helpful": True}).status_code == 404
    assert citizen.post("feedback", {"seq": 2, "helpful": "maybe"}).status_code == 422


def test_about_tells_figures_and_examples(service: str) -> None:
    facts = httpx.get(f"{service}/api/about").json()
    assert (facts["sites"], facts["pages"], facts["agencies"]) == (84, 1532, 28)
    assert facts["updated"].startswith("2026-11-22")
    assert facts["examples"]


def problem(response: httpx.Response, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert {"type", "title", "status", "detail"} <= set(document)
    assert document["status"] == status
    return document


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({"client_id": "c", "text": "字" * 2001}, "2000"),
        ({"client_id": "c", "text": " \n"}, "white space"),
        ({"client_id": "c", "text": "a\x00b"}, "NUL"),
        ({"client_id": "c"}, "text"),
        ({"client_id": "", "text": "a"}, "client_id"),
        ({"client_id": "c" * 65, "text": "a"}, "client_id"),
        ({"client_id": "c", "text": 7}, "text"),
        ([], "body"),
    ],
)
def test_a_malformed_message_is_refused_and_the_reason_given(
    citizen: Citizen, body: object, word: str
) -> None:
    assert word in problem(citizen.post("messages", body), 422)["detail"]


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b'{"client_id": "c", "text": "\\ud800"}'])
def test_what_is_no_json_or_no_text_is_a_problem_not_a_crash(citizen: Citizen, content: bytes) -> None:
    path, headers = (
        f"/api/conversations/{citizen.id}/messages",
        {**citizen.key, "Content-Type": "application/json"},
    )
    response = citizen.http.post(path, content=content, headers=headers)
    assert response.status_code in (400, 422)
    problem(response, response.status_code)


def test_a_refused_message_is_not_echoed(citizen: Citizen) -> None:
    assert "A123456789" not in citizen.post("messages", {"client_id": "c", "text": "A123456789" * 300}).text


def test_a_body_over_the_limit_is_refused_whether_announced_or_not(citizen: Citizen) -> None:
    path, headers = (
        f"/api/conversations/{citizen.id}/messages",
        {**citizen.key, "Content-Type": "application/json"},
    )
    large = b'{"client_id": "c", "text": "' + b"a" * 70_000 + b'"}'
    problem(citizen.http.post(path, content=large, headers=headers), 413)
    problem(citizen.http.post(path, content=iter([large[:40_000], large[40_000:]]), headers=headers), 413)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/no-such-page", 404),
        ("GET", "/api/nothing", 404),
        ("GET", "/widget/none.js", 404),
        ("GET", "/widget/../../pyproject.toml", 404),
        ("POST", "/line/webhook", 404),
        ("DELETE", "/api/conversations", 405),
    ],
)
def test_what_is_not_there_is_a_problem_document(service: str, method: str, path: str, status: int) -> None:
    problem(httpx.request(method, service + path), status)


def test_a_conversation_is_closed_to_those_without_its_token(citizen: Citizen, service: str) -> None:
    with Citizen(service) as other:
        path = f"/api/conversations/{citizen.id}"
        for call, body in [
            ("messages", {"client_id": "c", "text": "a"}),
            ("handoff", {}),
            ("feedback", {"seq": 1}),
        ]:
            problem(httpx.post(f"{service}{path}/{call}", json=body), 401)
            problem(other.http.post(f"{path}/{call}", json=body, headers=other.key), 404)
        problem(httpx.get(f"{service}{path}/events"), 401)
        problem(httpx.get(f"{service}{path}/events", params={"token": other.token}), 404)
        problem(httpx.get(f"{service}/api/conversations/guessed/events", params={"token": other.token}), 404)


def test_every_response_carries_the_security_headers(citizen: Citizen, service: str) -> None:
    responses = [
        httpx.get(service + path) for path in ("/", "/widget/main.js", "/api/about", "/nothing", "/healthz")
    ]
    for response in [*responses, citizen.send("你好")]:
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'self'" in policy
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "no-referrer"
    assert responses[2].headers["cache-control"] == "no-store"


def test_health_readiness_and_figures_are_told(service: str, city: StubCity, citizen: Citizen) -> None:
    citizen.send("你好")
    citizen.hear(2)
    assert httpx.get(f"{service}/healthz").status_code == 200
    assert httpx.get(f"{service}/readyz").status_code == 200
    city.lacking = "there is no index yet"
    assert "no index" in problem(httpx.get(f"{service}/readyz"), 503)["detail"]
    figures = httpx.get(f"{service}/metrics").text
    assert "askcity_messages_total 1.0" in figures
    assert 'askcity_answers_total{status="answered"} 1.0' in figures
    assert citizen.id not in figures


def test_the_api_describes_its_errors_as_problem_documents(service: str) -> None:
    document = httpx.get(f"{service}/api/openapi.json").json()
    send = document["paths"]["/api/conversations/{conversation}/messages"]["post"]["responses"]
    assert {"202", "401", "404", "409", "413", "422", "503"} <= set(send)
    assert list(send["422"]["content"]) == ["application/problem+json"]


def test_too_many_open_questions_are_refused_with_a_time_to_come_back(tmp_path: Path) -> None:
    held = threading.Event()

    async def gate() -> None:
        await asyncio.to_thread(held.wait, 20)

    app = create_app(Settings(data_dir=tmp_path), StubAnswerer(gate=gate), StubCity(), Pace(most_waiting=1))
    with running(app) as url, Citizen(url) as first, Citizen(url) as second:
        assert first.send("先").status_code == 202
        refused = second.send("後", "c1")
        assert problem(refused, 503)["detail"].startswith("too many questions")
        assert refused.headers["retry-after"]
        held.set()
        first.hear(2)
        assert second.send("後", "c1").status_code in (202, 503)


def test_where_nothing_can_be_stored_danger_is_told_whom_to_call(citizen: Citizen, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "askcity.sqlite3") as connection:
        connection.execute("ALTER TABLE events RENAME TO away")
    connection.close()
    plain = problem(citizen.send("生育津貼"), 503)
    assert (plain["type"], "1925" in plain["detail"]) == ("about:blank", False)
    helped = problem(citizen.send("我不想活了"), 503)
    assert (helped["type"], "1925" in helped["detail"]) == ("urn:askcity:danger", True)


def test_the_language_of_a_conversation_can_change_and_only_by_its_key(citizen: Citizen) -> None:
    path = f"/api/conversations/{citizen.id}"
    assert citizen.http.patch(path, json={"locale": "vi"}).status_code == 401
    assert citizen.http.patch(path, json={"locale": "a b"}, headers=citizen.key).status_code == 422
    assert citizen.http.get(f"{path}/transcript", headers=citizen.key).json()["locale"] == "zh-TW"
    assert citizen.http.patch(path, json={"locale": "vi"}, headers=citizen.key).status_code == 204
    assert citizen.http.get(f"{path}/transcript", headers=citizen.key).json()["locale"] == "vi"
