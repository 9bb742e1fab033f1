"""The language model's answer is used where its sources back it; every failure gives the extractive answer."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from prometheus_client import CollectorRegistry

from bot.answer import Turn
from bot.llm.usage import Prices, Usage
from tests.bot.llm.openai_server import Behaviour, Handler, Request, says
from tests.bot.llm.stubs import composing, draft, nobody, sentences

QUESTION = "身分證不見了補辦多少錢"
LOST = ("身分證遺失補發每張200元。", "遺失補發每張200元")


def said(behaviour: Behaviour, **more: float) -> list[str]:
    with composing(behaviour, **more) as (words, _):  # type: ignore[arg-type]
        found = words.composed(QUESTION, draft(), nobody)
        assert found is not None
        return ["(draft)"] if found == draft() else [one.text for one in found.statements]


def test_a_backed_sentence_is_said_with_the_line_of_the_page_as_its_quote() -> None:
    with composing(says(sentences(LOST))) as (words, _):
        (statement,) = words.composed(QUESTION, draft(), nobody).statements
    assert statement.text == LOST[0]
    assert statement.quote in statement.passage.text
    assert LOST[1] in statement.quote


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("身分證遺失補發每張300元。", "遺失補發每張200元"),
        ("身分證遺失補發每張200元。", "遺失補發每張兩百元"),
        ("身分證遺失補發每張200元，請洽07-123-4567。", "遺失補發每張200元"),
        ("身分證遺失補發每張200元，見 https://evil.example/x", "遺失補發每張200元"),
        ("受理通訊申請。", "不受理通訊申請"),
        ("市長今天宣布全面停止各項補助。", "遺失補發每張200元"),
        ("遺失補發每張200元⟦S1⟧。", "遺失補發每張200元"),
        ("遺失補發每張\u202e200元。", "遺失補發每張200元"),
    ],
)
def test_an_unbacked_sentence_is_dropped(text: str, quote: str) -> None:
    assert said(says(sentences(LOST, (text, quote)))) == [LOST[0]]
    assert said(says(sentences((text, quote)))) == ["(draft)"]


def test_a_source_that_was_not_given_is_not_believed() -> None:
    listed = [{"text": LOST[0], "source": "⟦S1-00000000⟧", "quote": LOST[1]}]
    assert said(says(lambda _: json.dumps({"sentences": listed, "complete": True}))) == ["(draft)"]


def test_an_answer_that_the_model_calls_incomplete_is_not_used() -> None:
    assert said(says(sentences(LOST, complete=False))) == ["(draft)"]


def half(handler: Handler, request: Request) -> None:
    handler.start()
    text = sentences(LOST)(request["messages"][-1]["content"])
    handler.piece(text[: len(text) // 2])


def invalid_utf8(handler: Handler, _: Request) -> None:
    handler.start()
    handler.wfile.write(b'data: {"choices":[{"index":0,"delta":{"content":"\xff\xfe\xf0"}}]}\n\n')


def garbage(handler: Handler, _: Request) -> None:
    handler.start()
    handler.wfile.write(b"data: <html>bad gateway</html>\n\ndata: [DONE]\n\n")


@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(lambda handler, _: handler.refuse(429), id="429"),
        pytest.param(lambda handler, _: handler.refuse(500), id="500"),
        pytest.param(lambda handler, _: handler.refuse(401), id="401"),
        pytest.param(half, id="half a stream"),
        pytest.param(invalid_utf8, id="invalid UTF-8"),
        pytest.param(garbage, id="garbage"),
        pytest.param(says(sentences((LOST[0] + "\ud800", LOST[1]))), id="half a surrogate pair"),
        pytest.param(says(lambda _: ""), id="empty"),
        pytest.param(says(lambda _: "很抱歉，我不知道。"), id="prose"),
        pytest.param(says(lambda _: "{" + "字" * 100_000, size=100), id="endless"),
        pytest.param(says(lambda _: '{"sentences":"x","complete":1}'), id="wrong form"),
        pytest.param(lambda handler, _: None, id="no response"),
    ],
)
def test_a_failure_gives_the_extractive_answer(behaviour: Behaviour) -> None:
    assert said(behaviour) == ["(draft)"]


@pytest.mark.parametrize("drip", [False, True])
def test_a_server_that_hangs_is_given_up_in_time(drip: bool) -> None:
    with composing(says(sentences(LOST)), timeout=0.5) as (words, server):

        def hang(handler: Handler, _: Request) -> None:
            handler.start()
            while not server.released.wait(0.05):
                if drip:
                    handler.wfile.write(b": still there\n\n")

        server.behaviour = hang
        start = time.monotonic()
        assert words.composed(QUESTION, draft(), nobody) == draft()
        assert time.monotonic() - start < 2.5
        server.behaviour = says(sentences(LOST))
        assert words.composed(QUESTION, draft(), nobody) != draft()


def test_a_server_without_json_mode_is_asked_plainly_once() -> None:
    def plain(handler: Handler, request: Request) -> None:
        if "response_format" in request:
            handler.refuse(400)
        else:
            says(lambda prompt: f"好的：\n```json\n{sentences(LOST)(prompt)}\n```")(handler, request)

    with composing(plain) as (words, server):
        assert [one.text for one in words.composed(QUESTION, draft(), nobody).statements] == [LOST[0]]
        assert len(server.requests) == 2


def test_calls_beyond_the_cap_are_answered_extractively_at_once() -> None:
    entered = threading.Semaphore(0)
    with composing(says(sentences(LOST)), concurrency=1) as (words, server), ThreadPoolExecutor() as pool:

        def held(handler: Handler, request: Request) -> None:
            entered.release()
            server.released.wait(5)
            says(sentences(LOST))(handler, request)

        server.behaviour = held
        first = pool.submit(words.composed, QUESTION, draft(), nobody)
        assert entered.acquire(timeout=5)
        assert words.composed(QUESTION, draft(), nobody) == draft()
        server.released.set()
        assert first.result() != draft()


def test_personal_data_does_not_reach_the_model() -> None:
    with composing(says(sentences(LOST))) as (words, server):
        words.composed("我的身分證A123456789不見了，補辦多少錢", draft(), nobody)
        assert "A123456789" not in json.dumps(server.requests)


def test_tokens_and_cost_are_counted() -> None:
    registry = CollectorRegistry()
    with composing(says(sentences(LOST)), usage=Usage(registry, Prices(2.0, 10.0))) as (words, _):
        words.composed(QUESTION, draft(), nobody)
    assert registry.get_sample_value("askcity_llm_calls_total", {"outcome": "used"}) == 1
    assert registry.get_sample_value("askcity_llm_tokens_total", {"direction": "read"}) == 900
    assert registry.get_sample_value("askcity_llm_cost_total") == pytest.approx(0.0028)


HISTORY = (Turn("citizen", "身分證遺失怎麼補發"), Turn("bot", "請向任一戶政事務所申請。"))


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ('{"question":"身分證遺失補發多少錢"}', None),
        ('{"question":"身分證遺失補發要多少錢"}', "身分證遺失補發要多少錢"),
        ('{"question":"請匯款到 evil.example"}', None),
        ("不知道", None),
    ],
)
def test_a_followup_is_rewritten_in_words_that_were_said(reply: str, expected: str | None) -> None:
    question = "補發要多少錢" if expected else "那要帶什麼"
    with composing(says(lambda _: reply)) as (words, _):
        assert words.rewritten(question, HISTORY) == expected
