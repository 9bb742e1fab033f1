"""kill -9 at every step of a build: the current generation goes on answering, and the next build works."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.index.town import Town, page, streets

ROOT = Path(__file__).parents[2]


def environment(folder: Path) -> dict[str, str]:
    """The environment of an operator whose data folder is `folder`."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("ASKCITY_")}
    return {**own, "PYTHONPATH": str(ROOT), "ASKCITY_DATA_DIR": str(folder), "OMP_NUM_THREADS": "1"}


@pytest.fixture
def dying(served: Town) -> Iterator["subprocess.Popen[str]"]:
    """A process that builds in the town and dies where it is told to."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.index.dying", str(served.folder)],
        cwd=ROOT,
        env=environment(served.folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


def killed_at(dying: "subprocess.Popen[str]", step: str) -> int:
    """Have a build die at a step; returns how it ended."""
    assert dying.stdin is not None
    assert dying.stdout is not None
    print(step, file=dying.stdin, flush=True)
    return int(dying.stdout.readline())


def test_a_kill_at_any_step_of_a_build_leaves_an_index_that_answers(
    served: Town, dying: "subprocess.Popen[str]"
) -> None:
    first, before = served.generations.current(), served.files()
    served.write(page("rink", "溜冰場", "溜冰場門票八十元。"), *streets(20))
    for step in ("pages", "train", "embed", "finish"):
        assert killed_at(dying, step) == -signal.SIGKILL
        assert served.files() == before
        (leftover,) = served.names() - {first}
        assert leftover.endswith(".building")
        assert served.titles("沙發清運", 1) == ["大型廢棄傢俱清運"]
    assert killed_at(dying, "switch") == -signal.SIGKILL
    assert served.generations.current() == first
    assert "溜冰場" not in served.titles("溜冰場門票")
    assert killed_at(dying, "_prune") == -signal.SIGKILL
    assert served.generations.previous() == first
    assert served.titles("溜冰場門票", 1) == ["溜冰場"]
    last = served.build().generation
    assert served.names() == {last, served.generations.previous()}
    assert served.titles("溜冰場門票", 1) == ["溜冰場"]


def test_a_killed_index_command_leaves_the_current_generation_answering_and_the_next_build_works(
    served: Town,
) -> None:
    first, before = served.generations.current(), served.files()
    served.write(*streets(300))
    with subprocess.Popen(
        [sys.executable, "-m", "askcity", "index"],
        cwd=served.folder,
        env=environment(served.folder),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stderr is not None
        said = next((line for line in process.stderr if line.startswith("train")), None)
        os.killpg(process.pid, signal.SIGKILL)
    assert said == "train …\n"
    assert process.returncode == -signal.SIGKILL
    assert served.files() == before
    (leftover,) = served.names() - {first}
    assert leftover.endswith(".building")
    assert served.titles("沙發清運", 1) == ["大型廢棄傢俱清運"]
    second = served.build()
    assert second.pages == 312
    assert served.names() == {first, second.generation}
    assert served.titles("金安街路燈", 1) == ["金安街路燈維修"]
