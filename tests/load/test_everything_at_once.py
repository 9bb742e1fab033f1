"""The whole service with a model that hangs, a crawl of a site that is dead, and kills, all at once and under messages."""

import contextlib
import json
import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.bot.llm.openai_server import serving
from tests.bot.llm.test_service import hanging
from tests.load.service import SERVICE_HOURS, build_city
from tests.web.citizen import Citizen
from tests.web.kills import Service

PATIENCE = 90.0
"""Seconds within which everything is sent and answered."""
CITIZENS, EACH = 6, 5
QUESTIONS = ("市民卡多少錢", "東禾分館幾點開門", "大型廢棄物怎麼丟", "生育津貼要帶什麼", "圖書館國定假日開嗎")
ASKCITY = (sys.executable, "-m", "askcity")
DEAD = """
[[site]]
key = "dead"
name = "死掉的網站"
agency = "示範市政府"
category = "測試"
private_network = true
start_urls = ["http://127.0.0.1:{port}/"]
"""


class Whole(Service):
    """`askcity serve` on a fixed port."""

    def _command(self) -> list[str]:
        return [*ASKCITY, "serve", "--port", str(self.port)]


@dataclass
class Journal:
    """One citizen, and the places of what was acknowledged."""

    citizen: Citizen
    places: dict[str, int] = field(default_factory=dict)

    def talk(self) -> None:
        """Ask everything, each until it is acknowledged, always under the same client_id."""
        for number, question in enumerate(QUESTIONS[:EACH]):
            for _ in _attempts():
                with contextlib.suppress(httpx.HTTPError):
                    sent = self.citizen.send(question, f"q{number}")
                    if sent.status_code == 202:
                        self.places[f"q{number}"] = sent.json()["seq"]
                        break
            time.sleep(0.3)


@dataclass(frozen=True)
class Kept:
    """One message of a log."""

    seq: int
    author: str
    client_id: str | None
    answers: int | None


def test_a_model_that_hangs_a_dead_site_and_kills_together_lose_double_and_leave_open_nothing(
    tmp_path: Path,
) -> None:
    build_city(tmp_path)
    with serving(hanging) as model, ExitStack() as stack:
        settings = {
            "ASKCITY_DATA_DIR": str(tmp_path),
            "ASKCITY_SERVICE_HOURS": SERVICE_HOURS,
            "ASKCITY_LLM": "openai:stub",
            "ASKCITY_LLM_BASE_URL": model.url,
            "ASKCITY_LLM_TIMEOUT": "1",
        }
        service = Whole(tmp_path, **settings)
        service.start()
        try:
            crawl = _crawl_of_a_dead_site(tmp_path, settings)
            journals = [Journal(stack.enter_context(Citizen(service.url))) for _ in range(CITIZENS)]
            threads = [threading.Thread(target=one.talk) for one in journals]
            for thread in threads:
                thread.start()
            for share in (3, 2):
                _until(lambda: _acknowledged(journals) >= CITIZENS * EACH // share)  # noqa: B023
                service.kill()
                service.start()
            for thread in threads:
                thread.join(PATIENCE)
            assert _acknowledged(journals) == CITIZENS * EACH
            _until(lambda: all(_answered(tmp_path, one) for one in journals))
            for journal in journals:
                _judge(tmp_path, journal)
            assert crawl.wait(PATIENCE) >= 0, "no signal ended it"
            assert model.requests
        finally:
            service.kill()


def _crawl_of_a_dead_site(folder: Path, settings: dict[str, str]) -> "subprocess.Popen[bytes]":
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
    sites = folder / "dead.toml"
    sites.write_text(DEAD.format(port=port), encoding="utf-8")
    command = [*ASKCITY, "crawl", "--sites", str(sites)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, env=os.environ | settings, **quiet)


def _log(folder: Path, journal: Journal) -> list[Kept]:
    """The conversation as it is kept, read without the service's code."""
    query = (
        "SELECT seq, author, client_id, details FROM events WHERE conversation_id = ? AND kind = 'message'"
    )
    with sqlite3.connect(f"file:{folder / 'askcity.sqlite3'}?mode=ro", uri=True) as connection:
        rows = connection.execute(query, (journal.citizen.id,)).fetchall()
    connection.close()
    return [
        Kept(seq, author, client, json.loads(details).get("answers")) for seq, author, client, details in rows
    ]


def _answered(folder: Path, journal: Journal) -> bool:
    return {one.answers for one in _log(folder, journal)} >= set(journal.places.values())


def _judge(folder: Path, journal: Journal) -> None:
    log = _log(folder, journal)
    own = [(one.client_id, one.seq) for one in log if one.author == "citizen"]
    assert sorted(own) == sorted(journal.places.items())
    answers = Counter(one.answers for one in log if one.author == "bot")
    assert set(answers.values()) == {1}


def _acknowledged(journals: list[Journal]) -> int:
    return sum(len(one.places) for one in journals)


def _attempts() -> Iterator[None]:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        yield
        time.sleep(0.1)


def _until(done: Callable[[], bool]) -> None:
    for _ in _attempts():
        if done():
            return
    raise TimeoutError
