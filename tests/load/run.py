"""Messages at a Poisson rate from a crowd of citizens, and what the service took for them."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from tests.load.citizens import Crowd, Journal, Sent
from tests.load.line import LineCrowd
from tests.load.service import LoadedService

PATIENCE = 60.0
"""Seconds for one request, and for the last answers behind the last message."""

SETTLE = 1.0
"""Seconds between the opening of the streams and the first message."""


@dataclass(frozen=True)
class Profile:
    """How much: messages a second on average, for how many seconds, over how many open streams; which share on LINE."""

    rate: float
    seconds: float
    streams: int
    line: float = 0.0


@dataclass(frozen=True)
class Burden:
    """What the service took: memory in MiB, processor time and time on the wall in seconds, both from the first
    message to the last answer."""

    rss_before: float
    rss_streams: float
    rss_end: float
    rss_highest: float
    opening: float
    cpu: float
    wall: float


@dataclass(frozen=True)
class Outcome:
    """The citizens' journals, the burden on the service, and those who wrote on LINE."""

    journals: Sequence[Journal]
    burden: Burden
    line: LineCrowd | None = None


async def load(
    service: LoadedService,
    profile: Profile,
    questions: Sequence[str],
    seed: int,
    line: LineCrowd | None = None,
) -> Outcome:
    """Open the streams, send the messages, wait for the last answers."""
    before, begun = service.rss_mib(), time.monotonic()
    async with Crowd(service.port, profile.streams) as crowd:
        opening = time.monotonic() - begun
        await asyncio.sleep(SETTLE)
        opened, cpu, start = service.rss_mib(), service.cpu_seconds(), time.monotonic()
        await _send_all(service.url, crowd.journals, profile, questions, random.Random(seed), line)
        await crowd.until_answered(PATIENCE)
        if line is not None:
            await line.until_answered(PATIENCE)
        cpu, wall = service.cpu_seconds() - cpu, time.monotonic() - start
        end, highest = service.rss_mib(), service.rss_mib("VmHWM")
    return Outcome(crowd.journals, Burden(before, opened, end, highest, opening, cpu, wall), line)


async def _send_all(
    url: str,
    journals: Sequence[Journal],
    profile: Profile,
    questions: Sequence[str],
    chance: random.Random,
    line: LineCrowd | None,
) -> None:
    """Send when the time has come, whether or not earlier messages were acknowledged."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=100)
    async with (
        httpx.AsyncClient(base_url=url, timeout=PATIENCE, limits=limits) as http,
        asyncio.TaskGroup() as group,
    ):
        due = begun = time.monotonic()
        number = 0
        while (due := due + chance.expovariate(profile.rate)) < begun + profile.seconds:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            if line is not None and chance.random() < profile.line:
                group.create_task(line.send(http, chance.choice(questions), due, chance))
                continue
            journal = chance.choice(journals)
            journal.sent[f"m{number}"] = sent = Sent(due)
            group.create_task(_send(http, journal, f"m{number}", chance.choice(questions), sent))
            number += 1
        await asyncio.sleep(max(0.0, begun + profile.seconds - time.monotonic()))


async def _send(http: httpx.AsyncClient, journal: Journal, client_id: str, text: str, sent: Sent) -> None:
    try:
        response = await http.post(
            f"/api/conversations/{journal.conversation}/messages",
            json={"client_id": client_id, "text": text},
            headers={"Authorization": f"Bearer {journal.token}"},
        )
    except httpx.HTTPError:
        return
    sent.status = response.status_code
    if response.status_code == 202:
        sent.acknowledged, sent.seq = time.monotonic(), response.json()["seq"]
