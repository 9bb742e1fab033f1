"""The made-up platform does what LINE does, so that what is tested against it holds for LINE."""

import json
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from bot.channels.line.signature import genuine
from demo.line import Line, running
from demo.line.platform import body_of

TEXT = {"type": "text", "text": "您好"}
TAP = {"type": "action", "action": {"type": "message", "label": "好", "text": "好"}}


@pytest.fixture(scope="module")
def served() -> Iterator[Line]:
    with running() as line:
        yield line


@pytest.fixture
def line(served: Line) -> Line:
    """The platform as if new; its server is the module's."""
    fresh = Line(url=served.url)
    kept = {name: vars(fresh)[name] for name in vars(fresh) if name not in {"told", "numbers"}}
    vars(served).update(kept)
    return served


@pytest.fixture
def client(line: Line) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=line.url, headers={"Authorization": "Bearer token"}) as client:
        yield client


def push(client: httpx.Client, *messages: object, key: str | None = None) -> httpx.Response:
    headers = {} if key is None else {"X-Line-Retry-Key": key}
    return client.post("/v2/bot/message/push", json={"to": "U1", "messages": messages}, headers=headers)


def test_a_reply_token_holds_for_a_minute_and_once(client: httpx.Client, line: Line) -> None:
    early, late = line.says("一"), line.says("二")
    body = {"replyToken": early["replyToken"], "messages": [TEXT]}
    assert [client.post("/v2/bot/message/reply", json=body).status_code for _ in range(2)] == [200, 400]
    line.advance(61)
    answer = client.post("/v2/bot/message/reply", json={**body, "replyToken": late["replyToken"]})
    assert (answer.status_code, answer.json()["message"]) == (400, "Invalid reply token")
    assert line.texts == ["您好"]


def test_a_push_is_taken_once_under_its_key(client: httpx.Client, line: Line) -> None:
    key = str(uuid4())
    assert [push(client, TEXT, key=key).status_code for _ in range(2)] == [200, 409]
    assert push(client, TEXT, key="no uuid").status_code == 400
    assert line.texts == ["您好"]


def test_the_month_is_counted_in_pushes_and_ends(client: httpx.Client, line: Line) -> None:
    line.channel.month.most = 1
    assert [push(client, TEXT, TEXT).status_code for _ in range(2)] == [200, 429]
    assert "monthly limit" in push(client, TEXT, TEXT).json()["message"]
    assert client.get("/v2/bot/message/quota").json() == {"type": "limited", "value": 1}
    assert client.get("/v2/bot/message/quota/consumption").json() == {"totalUsage": 1}


def test_a_wrong_access_token_opens_nothing(client: httpx.Client, line: Line) -> None:
    client.headers["Authorization"] = "Bearer another"
    answers = [push(client, TEXT), client.get("/v2/bot/info"), client.get("/v2/bot/richmenu/list")]
    assert [answer.status_code for answer in answers] == [401] * 3
    assert line.texts == []


@pytest.mark.parametrize(
    "message",
    [
        {"type": "text", "text": " "},
        {"type": "text", "text": "字" * 5_001},
        {**TEXT, "quickReply": {"items": [TAP] * 14}},
        {**TEXT, "sender": {"name": "LINE 客服"}},
        {"type": "flex", "altText": "字" * 401, "contents": {"type": "bubble"}},
        {
            "type": "flex",
            "altText": "字",
            "contents": {"type": "bubble", "body": {"action": {"type": "uri", "uri": "javascript:0"}}},
        },
    ],
)
def test_messages_that_line_would_not_take_are_refused_with_their_place(
    client: httpx.Client, line: Line, message: object
) -> None:
    answer = push(client, message)
    assert answer.status_code == 400
    assert answer.json()["details"][0]["property"].startswith("messages[0]")
    assert push(client, *[TEXT] * 6).json()["details"][0]["property"] == "messages"


def test_who_has_blocked_the_account_sees_nothing_though_the_call_is_accepted(
    client: httpx.Client, line: Line
) -> None:
    line.user("U1").follows = False
    assert push(client, TEXT).status_code == 200
    assert line.texts == []
    assert client.get("/v2/bot/profile/U1").status_code == 404


def test_what_is_sent_is_signed_as_the_service_verifies_it(line: Line) -> None:
    body = body_of(line.says("問"))
    assert genuine(line.channel.secret, body, line.sign(body))
    assert not genuine(line.channel.secret, json.dumps(json.loads(body)).encode(), line.sign(body))


def test_after_a_new_start_no_event_and_no_message_bears_an_old_name() -> None:
    events = [one.says("問") for one in (Line(begun=1), Line(begun=2))]
    assert events[0]["webhookEventId"] != events[1]["webhookEventId"]
    assert events[0]["message"]["id"] != events[1]["message"]["id"]
