"""`askcity mode`."""

from pathlib import Path

import pytest

from tests.index.commands import Commands


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commands:
    return Commands(tmp_path, monkeypatch)


def test_typhoon_mode_is_switched_and_told(commands: Commands) -> None:
    fact = "收容所已經開設。|https://www.demo.localhost/shelter"
    assert commands.run("mode", "typhoon", "on", "--fact", fact).code == 0
    told = commands.run("mode", "status", "--json").document
    assert told["typhoon"] is True
    assert told["facts"] == [{"text": "收容所已經開設。", "url": "https://www.demo.localhost/shelter"}]
    assert commands.run("mode", "typhoon", "off").code == 0
    assert commands.run("mode", "status").out == "typhoon mode: off\n"


def test_a_fact_without_a_source_is_refused(commands: Commands) -> None:
    assert "https://source" in commands.run("mode", "typhoon", "on", "--fact", "聽說停班停課").complaint
