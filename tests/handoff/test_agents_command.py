"""`askcity agents`, as a process of its own."""

import json
from pathlib import Path

from tests.handoff.commands import askcity

PASSWORD = "correct horse battery"


def test_accounts_are_added_listed_and_disabled(tmp_path: Path) -> None:
    words = ("agents", "add", "mei", "--role", "supervisor", "--display-name", "小美", "--password-stdin")
    added = askcity(tmp_path, *words, given=PASSWORD + "\n")
    assert added.returncode == 0, added.stderr
    assert askcity(tmp_path, "agents", "disable", "mei").returncode == 0
    listed = json.loads(askcity(tmp_path, "agents", "list", "--json").stdout)
    assert [(one["name"], one["role"], one["display_name"], one["disabled"]) for one in listed] == [
        ("mei", "supervisor", "小美", True)
    ]
    assert "hash" not in listed[0]


def test_what_is_wrong_is_one_line(tmp_path: Path) -> None:
    for words, given in [
        (("agents", "add", "mei", "--password-stdin"), "short\n"),
        (("agents", "add", "mei"), ""),
        (("agents", "disable", "nobody"), ""),
    ]:
        refused = askcity(tmp_path, *words, given=given)
        assert refused.returncode == 1
        assert refused.stderr.startswith("askcity: ")
        assert refused.stderr.count("\n") == 1
