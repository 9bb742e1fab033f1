"""The real `askcity serve` as a process of its own, on a small indexed city, with what it takes of the machine."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

import httpx

from eval.datasets import rows
from tests.bot.city import city
from tests.index.town import Town, matters, streets

PATIENCE = 120.0
"""Seconds for the service to come up and for it to end."""

SERVICE_HOURS = "demo/service_hours.toml"
TICKS = os.sysconf("SC_CLK_TCK")


def build_city(folder: Path) -> None:
    """Index the made-up city of the bot's tests, with a street for each of 200 names, in a data folder."""
    town = Town(folder)
    town.write(*city(), *matters(), *streets(200))
    town.build()
    town.close()


def questions(*, own: bool) -> list[str]:
    """What citizens ask in the demo city; with `own`, half of it is about the made-up city's matters instead."""
    others = [row["question"] for row in rows("demo_calibration")]
    if not own:
        return others
    matching = [f"{page.title}要怎麼辦" for page in (*city(), *matters())]
    return others + matching * (len(others) // len(matching))


class LoadedService:
    """`askcity serve` on a free port of 127.0.0.1 for the length of the block; its log goes to a file.

    Conversations go into a database of their own, so that an existing installation can be measured without touching it.
    """

    def __init__(self, data: Path, scratch: Path, **settings: str) -> None:
        self._settings = settings
        self.database = scratch / "load.sqlite3"
        self._data, self._log = data, scratch / "serve.log"

    def __enter__(self) -> "LoadedService":
        environment = {name: value for name, value in os.environ.items() if not name.startswith("ASKCITY_")}
        environment |= {
            "ASKCITY_DATA_DIR": str(self._data),
            "ASKCITY_DATABASE_URL": f"sqlite:///{self.database}",
            "ASKCITY_SERVICE_HOURS": SERVICE_HOURS,
            **self._settings,
        }
        command = [sys.executable, "-m", "askcity", "serve", "--port", "0"]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log)
        try:
            self.port = self._announced()
            self._until_ready()
        except BaseException:
            self._process.kill()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdout is not None
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(PATIENCE)
        finally:
            self._process.kill()
            self._process.stdout.close()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def rss_mib(self, field: str = "VmRSS") -> float:
        """Memory that it holds now, in MiB; `VmHWM` is the most that it ever held."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        (kib,) = (line.split()[1] for line in status.splitlines() if line.startswith(f"{field}:"))
        return int(kib) / 1024

    def cpu_seconds(self) -> float:
        """Processor time that it has taken since its start, on all cores."""
        stat = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="utf-8")
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def _announced(self) -> int:
        """The port, from the first line that it says."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline().decode()
        if not line:
            raise RuntimeError(f"the service did not start; see {self._log}")
        return int(line.strip().rstrip("/").rpartition(":")[2])

    def _until_ready(self) -> None:
        until = time.monotonic() + PATIENCE
        while httpx.get(f"{self.url}/readyz", timeout=PATIENCE).status_code != 200:
            if time.monotonic() > until:
                raise TimeoutError("the service did not become ready")
            time.sleep(0.2)


def allow_many_files(wanted: int) -> None:
    """Raise this process's limit of open files. Raises OSError where the system grants less."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < wanted:
        raise OSError(f"{wanted} open files are needed and the system grants {hard}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
