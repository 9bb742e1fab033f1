"""The program as it is installed, in a process of its own: what it says, how it ends, and nothing else on stdout.

A start takes seconds of imports, so that one command of each kind must do; test_commands has the others.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.index.town import MATTERS, Town

PASSAGE = {"url", "title", "site", "agency", "heading", "text", "score", "updated", "fetched_at"}
"""The contract's Passage."""


def askcity(town: Town, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the installed command on a town's data folder to its end."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("ASKCITY_")}
    return subprocess.run(
        [str(Path(sys.executable).with_name("askcity")), *arguments],
        cwd=town.folder,
        env={**own, "ASKCITY_DATA_DIR": str(town.folder), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def complaint(said: "subprocess.CompletedProcess[str]") -> str:
    """The one line on stderr of a command that failed and said nothing else."""
    (line,) = said.stderr.splitlines()
    assert said.returncode != 0
    assert said.stdout == ""
    return line


def test_index_with_no_pages_ends_with_one_clear_line(town: Town) -> None:
    line = complaint(askcity(town, "index"))
    assert "no page" in line
    assert "askcity crawl" in line
    assert town.generations.stamp() == 0


def test_rollback_without_an_earlier_generation_ends_with_one_clear_line(served: Town) -> None:
    current = served.generations.current()
    assert "no earlier generation" in complaint(askcity(served, "index", "--rollback"))
    assert served.generations.current() == current


def test_search_json_puts_one_document_of_the_contracts_passages_on_stdout(built: Town) -> None:
    said = askcity(built, "search", "沙發清運", "--k", "3", "--json")
    assert said.returncode == 0, said.stderr
    found = json.loads(said.stdout)
    assert [each.keys() >= PASSAGE for each in found] == [True] * 3
    assert found[0]["title"] == "大型廢棄傢俱清運"
    assert found[0]["text"] == MATTERS["大型廢棄傢俱清運"][1]
