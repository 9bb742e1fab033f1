"""`askcity cases export`."""

import asyncio
from pathlib import Path

import pytest

from handoff.bus import LocalBus
from handoff.cases.values import NewCase, Report
from handoff.office import open_office
from tests.index.commands import Commands


async def two_cases(folder: Path) -> None:
    office = open_office(f"sqlite:///{folder / 'askcity.sqlite3'}", LocalBus())
    id_ = (await office.log.open("zh-TW")).id
    await office.cases.open(id_, NewCase("c1", "問", contact="0912345678"))
    await office.cases.open(id_, NewCase("c2", "", report=Report("light", "路燈不亮", "公園旁")))
    await office.close()


def test_cases_are_exported_as_json_and_csv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asyncio.run(two_cases(tmp_path))
    commands = Commands(tmp_path, monkeypatch)
    told = commands.run("cases", "export").document
    assert sorted(case["kind"] for case in told) == ["light", "message"]
    lines = commands.run("cases", "export", "--format", "csv", "--reports").out.splitlines()
    assert lines[0].startswith("\ufeffnumber,kind,label,state,what,where,since,danger")
    assert [line.split(",")[1] for line in lines[1:]] == ["light"]
