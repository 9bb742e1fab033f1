"""Builds that are killed at a named step: reads step names from stdin, prints how each build ended.

Run as `python -m tests.index.dying DATA_DIR`. Each build runs in a fork, since what is imported here takes seconds.
"""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crawler.page import Page
from index.build import build
from index.embed import pretrained, train  # imported before the forks
from index.generation import Generations
from tests.index.town import Town

IMPORTED = (pretrained, train)


class DyingStore:
    """A page store whose reader dies after some pages."""

    def __init__(self, town: Town, after: int) -> None:
        self._town, self._after = town, after

    def live_pages(self) -> Iterator[Page]:
        for number, page in enumerate(self._town.store.live_pages()):
            if number == self._after:
                die()
            yield page

    def snapshot_digest(self) -> str:
        return self._town.store.snapshot_digest()


def die(*_arguments: Any) -> None:
    """End as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def build_until(step: str, folder: Path) -> None:
    """Build, and die at a step: while pages are read, a step of the progress, or a method of Generations."""
    town = Town(folder)
    if hasattr(Generations, step):
        setattr(Generations, step, die)

    def told(name: str, _share: float) -> None:
        if name == step:
            die()

    build(DyingStore(town, 5 if step == "pages" else -1), town.options(progress=told))


def main() -> None:
    """Fork one build for each line of stdin; tell the signal that ended it."""
    folder = Path(sys.argv[1])
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                build_until(line.strip(), folder)
            finally:
                os._exit(1)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
