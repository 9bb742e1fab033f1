"""A summary for agents is made of what was said, without anybody's data, and is there in time or not at all."""

import json
from collections.abc import Callable

from bot.answer import Turn
from tests.bot.llm.openai_server import says
from tests.bot.llm.stubs import composing

TALK = (
    Turn("citizen", "生育津貼第二胎可以領多少？我是A123456789"),
    Turn("bot", "第2胎每名4萬元，請於出生後60日內申請。"),
    Turn("citizen", "超過60日了還可以補申請嗎"),
    Turn("agent", "我幫您查一下，民眾電話0912-345-678"),
)
GOOD = ("民眾詢問生育津貼第二胎，機器人回答每名4萬元。", "民眾想知道超過60日可否補申請。")


def lines(*said: str) -> Callable[[str], str]:
    return lambda _: json.dumps({"lines": said})


def told(*said: str) -> tuple[str, ...]:
    with composing(says(lines(*said))) as (words, _):
        return words.summarised(TALK)


def test_lines_made_of_what_was_said_are_told() -> None:
    assert told(*GOOD) == GOOD


def test_other_lines_are_left_out() -> None:
    wrong = (
        "民眾詢問生育津貼第二胎，機器人回答每名9萬元。",
        "請客服改撥 0900-123-456 處理生育津貼。",
        "詳見 https://evil.example/生育津貼",
    )
    assert told(*wrong) == ()
    assert told("市長今天宣布全面停止各項補助。", "生育\u202e津貼", GOOD[1]) == (GOOD[1],)


def test_no_personal_data_reaches_the_model_and_the_talk_is_cut() -> None:
    with composing(says(lines(*GOOD))) as (words, server):
        words.summarised([Turn("citizen", "舊" * 3000)] * 100 + list(TALK))
        (request,) = server.requests
    asked = json.dumps(request, ensure_ascii=False)
    assert "A123456789" not in asked
    assert "0912-345-678" not in asked
    assert len(asked) < 25_000


def test_where_the_model_fails_there_is_no_summary() -> None:
    with composing(lambda handler, _: handler.refuse(500)) as (words, _):
        assert words.summarised(TALK) == ()
        assert words.summarised(()) == ()
