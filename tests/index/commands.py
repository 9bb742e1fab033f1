"""The command line in this process: what `askcity …` says and how it ends, without the seconds of a start."""

import contextlib
import io
import json
import logging
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from askcity import cli
from askcity.settings import load_settings


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        assert self.code == 0, self.err
        return json.loads(self.out)

    @property
    def complaint(self) -> str:
        """The one line on stderr of a command that failed and said nothing else."""
        (line,) = self.err.splitlines()
        assert (self.code, self.out) == (1, "")
        return line


class Commands:
    """The commands of one installation."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder, self._monkeypatch = folder, monkeypatch

    def run(self, *arguments: str, given: str = "", **settings: str) -> Said:
        """Run a command to its end, with what is `given` on standard input; `settings` are those besides the data folder,
        without their prefix."""
        out, err = io.StringIO(), io.StringIO()
        with self._monkeypatch.context() as patch, _logging_kept(), _settings_forgotten():
            for name in [name for name in os.environ if name.startswith("ASKCITY_")]:
                patch.delenv(name)
            patch.setenv("ASKCITY_DATA_DIR", str(self._folder))
            for name, value in settings.items():
                patch.setenv(f"ASKCITY_{name}", value)
            patch.setattr(sys, "argv", ["askcity", *arguments])
            patch.setattr(sys, "stdin", io.StringIO(given))
            patch.chdir(self._folder)
            with (
                contextlib.redirect_stdout(out),
                contextlib.redirect_stderr(err),
                pytest.raises(SystemExit) as ended,
            ):
                cli.main()
        assert isinstance(ended.value.code, int)
        return Said(ended.value.code, out.getvalue(), err.getvalue())


@contextlib.contextmanager
def _logging_kept() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


@contextlib.contextmanager
def _settings_forgotten() -> Iterator[None]:
    load_settings.cache_clear()
    try:
        yield
    finally:
        load_settings.cache_clear()
