"""`askcity agents`."""

from pathlib import Path

import pytest

from tests.index.commands import Commands

PASSWORD = "correct horse battery"


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commands:
    return Commands(tmp_path, monkeypatch)


def test_accounts_are_added_listed_and_disabled(commands: Commands) -> None:
    words = ("agents", "add", "mei", "--role", "supervisor", "--display-name", "小美", "--password-stdin")
    added = commands.run(*words, given=PASSWORD + "\n")
    assert added.code == 0, added.err
    assert commands.run("agents", "disable", "mei").code == 0
    listed = commands.run("agents", "list", "--json").document
    assert [(one["name"], one["role"], one["display_name"], one["disabled"]) for one in listed] == [
        ("mei", "supervisor", "小美", True)
    ]
    assert "hash" not in listed[0]


def test_what_is_wrong_is_one_line(commands: Commands) -> None:
    for words, given in [
        (("agents", "add", "mei", "--password-stdin"), "short\n"),
        (("agents", "add", "mei"), ""),
        (("agents", "disable", "nobody"), ""),
    ]:
        assert commands.run(*words, given=given).complaint.startswith("askcity: ")
