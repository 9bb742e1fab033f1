"""A translation has the answer's figures and addresses, or the line stays Chinese; the model sees nothing but the answer."""

import json
from collections.abc import Callable

import pytest

from bot.llm.faithful import faithful
from tests.bot.llm.openai_server import Handler, Request, says
from tests.bot.llm.stubs import composing, nobody

ANSWER = (
    "【民政局】\n換發身分證每張50元，請於60日內辦理。\n- 電話：07-3373384\n\n詳見 https://civil.gov.tw/id"
)
ENGLISH = (
    "Civil Affairs Bureau (民政局)",
    "A new ID card costs NT$50; apply within 60 days.",
    "Phone: 07-3373384",
    "See https://civil.gov.tw/id for details",
)


def lines(*said: str) -> Callable[[str], str]:
    return lambda _: json.dumps({"lines": said}, ensure_ascii=False)


def translated(*said: str, locale: str = "en") -> str | None:
    with composing(says(lines(*said))) as (words, _):
        return words.translated(ANSWER, locale, nobody)


def test_an_answer_is_translated_line_by_line_in_its_form() -> None:
    assert translated(*ENGLISH) == "\n".join(
        [f"【{ENGLISH[0]}】", ENGLISH[1], f"- {ENGLISH[2]}", "", ENGLISH[3]]
    )


def test_a_line_that_cannot_be_verified_stays_chinese() -> None:
    said = translated(ENGLISH[0], "A new ID card costs NT$90; apply within 60 days.", *ENGLISH[2:])
    assert said is not None
    assert said.splitlines()[1] == ANSWER.splitlines()[1]
    assert said.splitlines()[2] == f"- {ENGLISH[2]}"


def test_where_no_line_can_be_verified_there_is_no_translation() -> None:
    assert translated("換發身分證", "好", "是", "的") is None
    assert translated() is None
    assert translated(*ENGLISH, locale="fr") is None


def test_what_was_shown_before_a_failure_stays() -> None:
    def half(handler: Handler, request: Request) -> None:
        text = lines(*ENGLISH)(request["messages"][-1]["content"])
        handler.start()
        handler.piece(text[: text.index("Phone")])

    shown: list[str] = []
    with composing(half) as (words, _):
        said = words.translated(ANSWER, "en", shown.append)
    assert shown[-1] == f"【{ENGLISH[0]}】\n{ENGLISH[1]}"
    assert said is not None
    assert said.splitlines() == [*shown[-1].splitlines(), *ANSWER.splitlines()[2:]]


def test_the_model_sees_nothing_but_the_answer() -> None:
    with composing(says(lines(*ENGLISH))) as (words, server):
        words.translated("第一行\n第二行", "en", nobody)
    (request,) = server.requests
    shown = [line for line in request["messages"][-1]["content"].splitlines() if "⟦" not in line]
    assert shown == ["譯成英文，共 2 行：", "1. 第一行", "2. 第二行"]


@pytest.mark.parametrize(
    ("text", "source", "locale"),
    [
        ("Open 08:30–17:00 on weekdays", "平日 08:30–17:00 開放", "en"),
        ("From 8:00 to 5:30 p.m.", "上午8時至下午5時30分", "en"),
        ("Apply by November 20, 2026", "請於115年11月20日前申請", "en"),
        ("within 3 months", "三個月內", "en"),
        ("a budget of 45 million", "經費4,500萬元", "en"),
        ("a budget of 45,000,000", "經費4,500萬元", "en"),
        ("ngân sách 45 triệu", "經費4,500萬元", "vi"),
        ("予算は4,500万元です", "經費4,500萬元", "ja"),
        ("a fine of NT$30,000", "罰鍰三萬元", "en"),
        ("Mở cửa đến 17:00, vé 50元", "開放到17:00，門票50元", "vi"),
        ("受付は17:00まで、手数料は50元です", "受理到17:00，規費50元", "ja"),
        ("เปิดถึง 17:00 ค่าธรรมเนียม 50元", "開放到17:00，規費50元", "th"),
        ("Buka sampai 17:00, biaya 50元", "開放到17:00，規費50元", "id"),
    ],
)
def test_a_faithful_line_is_let_through(text: str, source: str, locale: str) -> None:
    assert faithful(text, source, locale)


@pytest.mark.parametrize(
    ("text", "source", "locale"),
    [
        ("The fee is waived", "規費50元", "en"),
        ("a budget of 4,500", "經費4,500萬元", "en"),
        ("a budget of 4.5 million", "經費4,500萬元", "en"),
        ("a fine of NT$3", "罰鍰三萬元", "en"),
        ("a fine of NT$3,000", "罰鍰30,000元", "en"),
        ("The fee is NT$50 or NT$60", "規費50元", "en"),
        ("Call 0900-123-456", "請洽民政局", "en"),
        ("Ask the bureau at https://evil.example/x", "請洽民政局", "en"),
        ("Ask at https://civil.gov.tw", "詳見 https://civil.gov.tw/id", "en"),
        ("請洽民政局", "請洽民政局", "en"),
        ("請洽民政局", "請洽民政局", "ja"),
        ("Ask the bureau", "請洽民政局", "th"),
        ("Ask\u202e the bureau", "請洽民政局", "en"),
        ("Ask the bureau. " * 20, "請洽民政局", "en"),
        ("", "請洽民政局", "en"),
    ],
)
def test_an_unfaithful_line_is_not(text: str, source: str, locale: str) -> None:
    assert not faithful(text, source, locale)
