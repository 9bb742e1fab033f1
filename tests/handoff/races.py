"""Races between citizens, the bot and agents, for tests and for the slow runs; `checker` judges what they leave."""

import asyncio
import random
from dataclasses import dataclass

from askcity.errors import ConflictError, ForbiddenError, TransitionError
from bot.answer import Answer, AnswerStatus, Question, Show, unseen
from bot.channels.answering import Answering, Pace
from bot.channels.metrics import Metrics
from bot.channels.responding import Allowed, Responder
from handoff.desk.values import Saying
from handoff.office import Office
from handoff.policy import Limits
from handoff.queue.values import Outcome
from tests.handoff.talk import hired, queued

LONGEST = 0.02
"""Seconds that the slow composer may take."""


@dataclass(frozen=True)
class Claims:
    """How many claims succeeded and were refused over all rounds."""

    won: int
    refused: int


async def claim_race(office: Office, rounds: int, agents: int) -> Claims:
    """Let all agents claim the same conversation at once, round after round."""
    names = [f"agent{number}" for number in range(agents)]
    await hired(office, *names)
    won = refused = 0
    for _ in range(rounds):
        id_ = await queued(office)
        claims = (office.queue.claim(id_, name) for name in names)
        outcomes = await asyncio.gather(*claims, return_exceptions=True)
        won += sum(isinstance(outcome, int) for outcome in outcomes)
        refused += sum(isinstance(outcome, ConflictError) for outcome in outcomes)
    return Claims(won, refused)


class SlowComposer:
    """Takes its time for each answer."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    async def answer(self, question: Question, show: Show = unseen) -> Answer:
        await asyncio.sleep(self._random.uniform(0, LONGEST))
        return Answer(AnswerStatus.ANSWERED, f"答：{question.text}", 0.9)


async def speaking_race(office: Office, rounds: int, seed: int = 1) -> int:
    """Let an agent take conversations over while the bot composes; how many answers came before the agent.

    In every sixth round the agent waits for the answer, so that both orders occur however busy the machine is.
    """
    await hired(office, "mei")
    chance = random.Random(seed)
    responder = Responder(SlowComposer(seed), office.duty, office.lane, Limits(), Allowed())
    answering = Answering(office, responder, Metrics(), Pace(workers=8))
    async with answering.running():
        pauses = [None if number % 6 == 5 else chance.uniform(0, 4 * LONGEST) for number in range(rounds)]
        turns = [_one_round(office, answering, pause) for pause in pauses]
        answered = 0
        for start in range(0, rounds, 8):
            answered += sum(await asyncio.gather(*turns[start : start + 8]))
    return answered


async def _one_round(office: Office, answering: Answering, pause: float | None) -> bool:
    id_ = (await office.log.open("zh-TW")).id
    await office.log.send(id_, "c1", "問")
    answering.notice(id_)
    await (_answered(office, id_) if pause is None else asyncio.sleep(pause))
    await office.queue.take_over(id_, "mei")
    await office.desk.say(id_, "mei", Saying("a1", "我來"))
    await office.log.send(id_, "c2", "謝謝")
    answering.notice(id_)
    await asyncio.sleep(LONGEST)
    await office.queue.close(id_, "mei", Outcome.SOLVED)
    return any(event.author == "bot" for event in await office.log.read(id_))


async def _answered(office: Office, id_: str) -> None:
    with office.bus.watch(id_) as changes:
        while not any(event.author == "bot" for event in await office.log.read(id_)):
            await changes.wait(10)


async def busy_day(office: Office, seed: int, acts: int = 400) -> None:
    """Citizens and agents do whatever comes to their minds, all at once; what is not allowed is refused."""
    names = ["ann", "bob", "eve"]
    await hired(office, *names)
    ids = [(await office.log.open("zh-TW")).id for _ in range(6)]
    chance = random.Random(seed)

    async def one(number: int) -> None:
        id_, name = chance.choice(ids), chance.choice(names)
        queue, desk = office.queue, office.desk
        act = chance.choice(
            [
                lambda: office.log.send(id_, f"c{number}", "話"),
                lambda: queue.take_over(id_, name),
                lambda: queue.claim(id_, name),
                lambda: queue.cancel(id_),
                lambda: queue.hand_back(id_, name),
                lambda: queue.time_out(id_),
                lambda: desk.say(id_, name, Saying(f"a{number}", "話")),
            ]
        )
        try:
            await act()
        except (ConflictError, ForbiddenError, TransitionError):
            return

    for start in range(0, acts, 20):
        await asyncio.gather(*(one(number) for number in range(start, start + 20)))
