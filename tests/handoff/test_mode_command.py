"""`askcity mode`, as a process of its own."""

import json
from pathlib import Path

from tests.handoff.commands import askcity


def test_typhoon_mode_is_switched_and_told(tmp_path: Path) -> None:
    fact = "收容所已經開設。|https://www.demo.localhost/shelter"
    assert askcity(tmp_path, "mode", "typhoon", "on", "--fact", fact).returncode == 0
    told = json.loads(askcity(tmp_path, "mode", "status", "--json").stdout)
    assert told["typhoon"] is True
    assert told["facts"] == [{"text": "收容所已經開設。", "url": "https://www.demo.localhost/shelter"}]
    assert askcity(tmp_path, "mode", "typhoon", "off").returncode == 0
    assert askcity(tmp_path, "mode", "status").stdout == "typhoon mode: off\n"


def test_a_fact_without_a_source_is_refused(tmp_path: Path) -> None:
    refused = askcity(tmp_path, "mode", "typhoon", "on", "--fact", "聽說停班停課")
    assert refused.returncode == 1
    assert "https://source" in refused.stderr
