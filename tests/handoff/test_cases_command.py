"""`askcity cases export`, as a process of its own."""

import asyncio
import json
from pathlib import Path

from handoff.bus import LocalBus
from handoff.cases.values import NewCase, Report
from handoff.office import open_office
from tests.handoff.commands import askcity


async def two_cases(folder: Path) -> None:
    office = open_office(f"sqlite:///{folder / 'askcity.sqlite3'}", LocalBus())
    id_ = (await office.log.open("zh-TW")).id
    await office.cases.open(id_, NewCase("c1", "問", contact="0912345678"))
    await office.cases.open(id_, NewCase("c2", "", report=Report("light", "路燈不亮", "公園旁")))
    await office.close()


def test_cases_are_exported_as_json_and_csv(tmp_path: Path) -> None:
    asyncio.run(two_cases(tmp_path))
    told = json.loads(askcity(tmp_path, "cases", "export").stdout)
    assert sorted(case["kind"] for case in told) == ["light", "message"]
    lines = askcity(tmp_path, "cases", "export", "--format", "csv", "--reports").stdout.splitlines()
    assert lines[0].startswith("\ufeffnumber,kind,label,state,what,where,since,danger")
    assert [line.split(",")[1] for line in lines[1:]] == ["light"]
