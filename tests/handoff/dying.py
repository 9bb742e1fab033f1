"""A process that hands conversations over without end, tells each thing that was acknowledged, and is killed."""

import asyncio
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from handoff.agents.values import Agent, Presence
from handoff.bus import LocalBus
from handoff.desk.values import Saying
from handoff.office import Office, open_office
from handoff.queue.values import Outcome, Target
from tests.handoff.talk import ASKED

AGENTS = ("ann", "bob")
COLLEAGUE = {"ann": "bob", "bob": "ann"}


@dataclass(frozen=True)
class Acknowledged:
    """What the process was told to be done: at this place of this conversation's log."""

    what: str
    conversation: str
    seq: int


def run(database: str, kills: int, acts_before_a_kill: int) -> list[Acknowledged]:
    """Kill the process again and again; all that it had been told."""
    told: list[Acknowledged] = []
    for _ in range(kills):
        with subprocess.Popen(
            [sys.executable, "-m", "tests.handoff.dying", database], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            for number, line in enumerate(process.stdout):
                told += _whole(line)
                if number == acts_before_a_kill:
                    process.send_signal(signal.SIGKILL)
    return told


def _whole(line: str) -> Iterator[Acknowledged]:
    """A line that came whole."""
    if line.endswith("\n"):
        what, conversation, seq = line.split()
        yield Acknowledged(what, conversation, int(seq))


async def _work(database: str) -> None:
    office = open_office(database, LocalBus())
    for name in AGENTS:
        if name not in {agent.name for agent in await office.agents.all()}:
            await office.agents.add(Agent(name, name))
        await office.agents.set_presence(name, Presence.ONLINE)
    await asyncio.gather(*(_hand_over(office) for _ in range(6)))


async def _hand_over(office: Office) -> None:
    while True:
        id_, agent = (await office.log.open("zh-TW")).id, random.choice(AGENTS)
        _tell("message", id_, (await office.log.send(id_, "c1", "問")).seq)
        _tell("queued", id_, await office.queue.join(id_, ASKED))
        _tell("human", id_, await office.queue.claim(id_, agent))
        _tell("said", id_, (await office.desk.say(id_, agent, Saying("a1", "答"))).seq)
        colleague = COLLEAGUE[agent]
        _tell("human", id_, await office.queue.transfer(id_, agent, Target(agent=colleague), "交給你"))
        _tell("closed", id_, await office.queue.close(id_, colleague, Outcome.SOLVED))


def _tell(what: str, conversation: str, seq: int) -> None:
    print(what, conversation, seq, flush=True)


if __name__ == "__main__":
    asyncio.run(_work(sys.argv[1]))
