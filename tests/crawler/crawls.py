"""Crawls as an operator runs them: `python -m askcity …` in a process of its own, on a registry written for the test."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TIMEOUT = 120


@dataclass(frozen=True, slots=True)
class Crawled:
    """What one command said: `report` is the document on stdout where `--json` was asked for."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        """The JSON document on stdout."""
        assert self.code == 0, self.err
        document: dict[str, Any] = json.loads(self.out)
        return document

    @property
    def total(self) -> dict[str, Any]:
        """The counts over all sites."""
        total: dict[str, Any] = self.report["total"]
        return total

    def site(self, key: str) -> dict[str, Any]:
        """The counts of one site."""
        return next(site for site in self.report["sites"] if site["site"] == key)

    def dropped(self, key: str) -> dict[str, int]:
        """How many URLs of one site were dropped, by reason."""
        dropped: dict[str, int] = self.site(key)["dropped"]
        return dropped


@dataclass
class Crawls:
    """One installation: a data folder, a registry and the command."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def registry(self) -> Path:
        """The registry file in force."""
        return self.folder / "sites.toml"

    def write_registry(self, sites: Iterable[Mapping[str, object]]) -> None:
        """Write the registry; each site gets the fields it leaves out, and may live on loopback."""
        blocks = [_block({**_defaults(str(site["key"])), **site}) for site in sites]
        self.registry.write_text("\n".join(blocks), encoding="utf-8")

    def run(self, *arguments: str) -> Crawled:
        """Run one command to its end."""
        done = subprocess.run(
            self._command(arguments),
            check=False,
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
        )
        return Crawled(done.returncode, done.stdout, done.stderr)

    def crawl(self, *arguments: str) -> Crawled:
        """`askcity crawl --json` on the registry."""
        return self.run("crawl", "--sites", str(self.registry), "--json", *arguments)

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start a crawl in a process group of its own, to be signalled."""
        return subprocess.Popen(
            self._command(("crawl", "--sites", str(self.registry), "--json", *arguments)),
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def pages(self, *arguments: str) -> list[dict[str, Any]]:
        """`askcity pages --json`, parsed."""
        done = self.run("pages", "--json", *arguments)
        assert done.code == 0, done.err
        return [json.loads(line) for line in done.out.splitlines()]

    def states(self, *arguments: str) -> dict[str, str]:
        """State by URL of all stored pages."""
        return {page["url"]: page["state"] for page in self.pages(*arguments)}

    def _command(self, arguments: Iterable[str]) -> list[str]:
        return [sys.executable, "-m", "askcity", *arguments]

    def _environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("ASKCITY_")}
        return {
            **own,
            "PYTHONPATH": str(ROOT),
            "ASKCITY_DATA_DIR": str(self.folder / "data"),
            **self.settings,
        }


def kill(process: "subprocess.Popen[str]") -> None:
    """End a crawl and all its children as a power cut would."""
    with suppress(ProcessLookupError):  # it may have ended by itself
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


def _defaults(key: str) -> dict[str, object]:
    return {"name": f"{key}網站", "agency": "示範局", "category": "測試", "private_network": True}


def _block(fields: Mapping[str, object]) -> str:
    # a JSON string, number, boolean or array of strings is the same in TOML
    return "[[site]]\n" + "".join(
        f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items()
    )
