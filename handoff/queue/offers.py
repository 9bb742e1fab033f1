"""Round robin: who waits is offered to the free agent who has been offered nothing for the longest time.

An offer points to a conversation for some seconds; whoever claims first has it all the same.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, update

from handoff.agents import operations as agents
from handoff.agents.values import SERVING, Agent, OnDuty, Presence
from handoff.queue import tickets
from handoff.queue.values import Ticket
from handoff.tables import presences
from handoff.tables import tickets as table

OFFER_LASTS = timedelta(seconds=30)
ANYBODY_AFTER = timedelta(seconds=60)
"""Who has waited this long for an agency's or a team's agents is offered to everybody."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A waiting conversation is pointed out to an agent."""

    ticket: Ticket
    agent: str


def due(connection: Connection, now: datetime) -> list[Offer]:
    """The offers to make now."""
    return assigned(tickets.waiting(connection), agents.roster(connection, now), now)


def assigned(waiting: Iterable[Ticket], roster: Sequence[OnDuty], now: datetime) -> list[Offer]:
    """Who waits and is offered to nobody, in order, to the free agents, those without an offer for longest first."""
    standing = [one for one in waiting if _stands(one, now)]
    busy = Counter(one.offered_to for one in standing)
    turn = [one for one in roster if one.presence is Presence.ONLINE and one.agent.role in SERVING]
    made: list[Offer] = []
    for ticket in waiting:
        if ticket in standing:
            continue
        free = [one for one in turn if one.holding + busy[one.agent.name] < one.agent.capacity]
        chosen = next((one for one in free if suits(one, ticket, turn, now)), None)
        if chosen is not None:
            made.append(Offer(ticket, chosen.agent.name))
            busy[chosen.agent.name] += 1
            turn = [*(one for one in turn if one is not chosen), chosen]
    return made


def suits(one: OnDuty, ticket: Ticket, roster: Sequence[OnDuty], now: datetime) -> bool:
    """Whether an agent is right for one who waits; a wish that nobody on duty meets does not count."""
    if now - ticket.waits_since >= ANYBODY_AFTER:
        return True
    return all(
        wish(one.agent, ticket) or not any(wish(other.agent, ticket) for other in roster) for wish in WISHES
    )


def _of_the_team(agent: Agent, ticket: Ticket) -> bool:
    return ticket.team in (None, agent.team)


def _of_the_agency(agent: Agent, ticket: Ticket) -> bool:
    return not agent.agencies or ticket.agency in (None, *agent.agencies)


def _speaks(agent: Agent, ticket: Ticket) -> bool:
    return ticket.language in agent.languages


WISHES = (_of_the_team, _of_the_agency, _speaks)


def make(connection: Connection, offer: Offer, now: datetime) -> None:
    """Write an offer, unless the conversation waits no longer or was offered by another process meanwhile."""
    ticket = offer.ticket
    unchanged = table.c.offered_at.is_not_distinct_from(ticket.offered_at)
    place = (table.c.conversation_id == ticket.conversation, tickets.WAITING, unchanged)
    written = connection.execute(update(table).where(*place).values(offered_to=offer.agent, offered_at=now))
    if written.rowcount == 1:
        connection.execute(update(presences).where(presences.c.agent == offer.agent).values(offered_at=now))


def _stands(ticket: Ticket, now: datetime) -> bool:
    return ticket.offered_at is not None and now - ticket.offered_at < OFFER_LASTS
