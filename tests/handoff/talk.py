"""What tests of the handoff do again and again."""

from handoff.agents.values import Agent, Presence, Role
from handoff.events import Author, Draft, Event, EventKind
from handoff.office import Office
from handoff.queue.values import Need
from handoff.states import Reason

ASKED = Need(Reason.ASKED_FOR_HUMAN)


def said(text: str) -> list[Draft]:
    """What the bot says."""
    return [Draft(EventKind.MESSAGE, Author.BOT, text, {"status": "answered"})]


async def hired(office: Office, *names: str, role: Role = Role.AGENT, **facts: object) -> None:
    """Accounts for agents, who are there."""
    for name in names:
        await office.agents.add(Agent(name, name.title(), role, **facts))  # type: ignore[arg-type]
        await office.agents.set_presence(name, Presence.ONLINE)


async def queued(office: Office, need: Need = ASKED) -> str:
    """A conversation that waits."""
    id_ = (await office.log.open("zh-TW")).id
    await office.queue.join(id_, need)
    return id_


async def states(office: Office, id_: str) -> list[tuple[str, str]]:
    """The states in a conversation's log, with why."""
    return [
        (event.details["state"], event.details["reason"])
        for event in await office.log.read(id_)
        if event.kind is EventKind.STATE
    ]


async def last_words(office: Office, id_: str) -> Event:
    """The last message of a conversation."""
    return [event for event in await office.log.read(id_) if event.kind is EventKind.MESSAGE][-1]
