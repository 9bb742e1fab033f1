"""Kills a real service under load, again and again, and compares what it acknowledged with what it kept."""

import contextlib
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import httpx

from tests.web.citizen import Citizen, Heard

PATIENCE = 60.0
"""Seconds for any one thing to come about."""


@dataclass
class Journal:
    """What a citizen knows: the messages that were acknowledged, and the events that the stream brought."""

    citizen: Citizen
    acknowledged: dict[str, int] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """What came of it; `slowest_return` is the longest time from a start to the first answer, in seconds."""

    kills: int
    acknowledged: int
    lost: int
    doubled: int
    out_of_order: int
    unanswered: int
    answered_twice: int
    stream_faults: int
    slowest_return: float


class Service:
    """A service as a process of its own, on a fixed port and folder; `settings` are ASKCITY_… variables."""

    def __init__(self, folder: Path, **settings: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url, self._folder = f"http://127.0.0.1:{self.port}", folder
        self._environment = os.environ | settings
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, log: BinaryIO | None = None) -> float:
        """Start it and return the seconds until it served; its logs go to the file."""
        begun = time.monotonic()
        self._process = subprocess.Popen(
            self._command(), stderr=log or subprocess.DEVNULL, env=self._environment
        )
        while time.monotonic() - begun < PATIENCE:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/healthz").status_code == 200:
                    return time.monotonic() - begun
            time.sleep(0.05)
        raise TimeoutError("the service did not come up")

    def _command(self) -> list[str]:
        return [sys.executable, "-m", "tests.web.stub", str(self._folder), str(self.port)]

    def kill(self) -> None:
        """kill -9."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Ask it to end; its return code."""
        return self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> int:
        assert self._process is not None
        self._process.send_signal(how)
        return self._process.wait(30)


def run(folder: Path, kills: int, messages: int, citizens: int = 8) -> Report:
    """Have citizens send `messages` in all while the service is killed `kills` times."""
    service = Service(folder)
    returns = [service.start()]
    journals = [Journal(Citizen(service.url)) for _ in range(citizens)]
    threads = [threading.Thread(target=_talk, args=(journal, messages // citizens)) for journal in journals]
    threads += [
        threading.Thread(target=_listen, args=(journal, 2 * (messages // citizens))) for journal in journals
    ]
    for thread in threads:
        thread.start()
    total = citizens * (messages // citizens)
    for number in range(1, kills + 1):
        _until_acknowledged(journals, number * total // (kills + 1))
        time.sleep(random.uniform(0, 0.02))  # so that kills fall on different steps
        service.kill()
        returns.append(service.start())
    for thread in threads:
        thread.join(PATIENCE * 2)
    report = _judge(journals, kills, max(returns[1:]))
    service.kill()
    return report


def _talk(journal: Journal, count: int) -> None:
    """Send messages in order, each until it is acknowledged, always with the same client_id."""
    for number in range(count):
        client_id = f"{number}-{secrets.token_hex(4)}"
        for _ in _attempts():
            with contextlib.suppress(httpx.HTTPError):
                sent = journal.citizen.send(f"第{number}句", client_id)
                if sent.status_code == 202:
                    journal.acknowledged[client_id] = sent.json()["seq"]
                    break


def _listen(journal: Journal, count: int) -> None:
    """Follow the stream, resuming behind the last event heard, until so many have come."""
    for _ in _attempts():
        last = journal.heard[-1].id if journal.heard else 0
        with contextlib.suppress(httpx.HTTPError), journal.citizen.stream(after=last) as events:
            for event in events:
                if event.id is not None:
                    journal.heard.append(event)
                if len(journal.heard) >= count:
                    return


def _attempts() -> Iterator[None]:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        yield
        time.sleep(0.02)


def _until_acknowledged(journals: list[Journal], count: int) -> None:
    for _ in _attempts():
        if sum(len(journal.acknowledged) for journal in journals) >= count:
            return


def _judge(journals: list[Journal], kills: int, slowest: float) -> Report:
    lost = doubled = disorder = unanswered = twice = faults = 0
    for journal in journals:
        log = journal.citizen.hear(2 * len(journal.acknowledged), after=0)
        kept = Counter(event.data["client_id"] for event in log if event.data["author"] == "citizen")
        places = {event.data["client_id"]: event.id for event in log if event.data["author"] == "citizen"}
        answers = Counter(event.data["answers"] for event in log if event.data["author"] == "bot")
        lost += sum(places.get(client_id) != seq for client_id, seq in journal.acknowledged.items())
        doubled += sum(count - 1 for count in kept.values())
        disorder += list(journal.acknowledged.values()) != sorted(journal.acknowledged.values())
        unanswered += sum(seq not in answers for seq in journal.acknowledged.values())
        twice += sum(count - 1 for count in answers.values())
        faults += journal.heard != log
        journal.citizen.http.close()
    acknowledged = sum(len(journal.acknowledged) for journal in journals)
    return Report(kills, acknowledged, lost, doubled, disorder, unanswered, twice, faults, round(slowest, 2))
