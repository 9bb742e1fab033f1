"""A report collected in the talk becomes a case, whose number the citizen is told."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answer import Answer, Question
from bot.reporting import report_turn
from handoff.bus import LocalBus
from handoff.cases.values import Case, Report
from handoff.office import open_office
from tests.web.citizen import Citizen, Heard
from tests.web.stub import StubAnswerer, application, cited, running


def reporting(question: Question) -> Answer:
    return report_turn(question) or cited(question)


@pytest.fixture
def citizen(tmp_path: Path) -> Iterator[Citizen]:
    with running(application(tmp_path, StubAnswerer(reporting))) as url, Citizen(url) as citizen:
        yield citizen


def talk(citizen: Citizen, *texts: str) -> Heard:
    """The last thing said in a talk in which each message waits for the answer to the one before."""
    seq = 0
    for text in texts:
        citizen.send(text)
        _, answer = citizen.hear(2, after=seq)
        seq = answer.id or seq
    return answer


def test_a_confirmed_report_becomes_a_case_and_its_number_is_told(citizen: Citizen, tmp_path: Path) -> None:
    summary = talk(citizen, "路燈不亮", "中山路跟民生路口", "有危險", "昨天開始")
    assert summary.data["choices"][0]["label"] == "送出"
    citizen.send("送出")
    _, told, sent = citizen.hear(3, after=summary.id)
    assert "C-" in told.data["text"]
    assert (sent.data["status"], sent.data["handoff"]) == ("handoff", "report")
    (case,) = asyncio.run(_cases(tmp_path))
    assert case.report == Report("light", "路燈不亮", "中山路跟民生路口", "昨天開始", danger=True)


def test_nothing_is_filed_before_the_citizen_says_so(citizen: Citizen, tmp_path: Path) -> None:
    answer = talk(citizen, "路燈不亮", "中山路跟民生路口", "沒有危險", "今天", "取消")
    assert answer.data["status"] == "greeting"
    assert asyncio.run(_cases(tmp_path)) == []


async def _cases(folder: Path) -> list[Case]:
    office = open_office(f"sqlite:///{folder / 'askcity.sqlite3'}", LocalBus())
    try:
        return await office.cases.all()
    finally:
        await office.close()
