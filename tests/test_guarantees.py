"""The documentation names tests as evidence; each of them is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NAMED = re.compile(r"`(test_\w+)`")
WRITTEN = re.compile(r"^(?:async )?def (test_\w+)", re.MULTILINE)


@pytest.mark.parametrize("document", ["trust.md", "handoff.md"])
def test_every_test_that_is_named_as_evidence_exists(document: str) -> None:
    named = set(NAMED.findall((ROOT / "docs" / document).read_text(encoding="utf-8")))
    files = (ROOT / "tests").rglob("test_*.py")
    written = {name for file in files for name in WRITTEN.findall(file.read_text(encoding="utf-8"))}
    assert named - {"test_guarantees"} <= written
    assert named
