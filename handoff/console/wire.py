"""What the console's socket and API send."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic_core import to_json, to_jsonable_python

from handoff.agents.values import Agent, OnDuty
from handoff.cases.values import Case
from handoff.console.floor import News
from handoff.desk.values import Note
from handoff.events import Event
from handoff.queue.board import Board
from handoff.queue.values import Ticket


def packed(kind: str, **content: Any) -> str:
    """A message of the socket."""
    return to_json({"type": kind, **content}).decode()


def plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    return to_jsonable_python(value)


def lists(news: News, board: Board, now: datetime) -> str:
    """The lists' changes."""
    return packed(
        "lists",
        mark=news.mark,
        full=news.full,
        now=now,
        rows=[{**plain(row), "answer": news.answers.get(row.id)} for row in news.rows],
        queue=[queued(ticket, board) for ticket in news.queue],
        people=[person(one) for one in news.people],
        cases=news.cases,
        drafts=news.drafts,
        typhoon=news.typhoon,
    )


def queued(ticket: Ticket, board: Board) -> dict[str, Any]:
    """A ticket with its place."""
    place = board.place(ticket.conversation)
    return {**plain(ticket), "wait_seconds": place.wait_seconds if place else None}


def person(on_duty: OnDuty) -> dict[str, Any]:
    """Who is there, and how much they hold."""
    agent = on_duty.agent
    return {
        "name": agent.name,
        "display_name": agent.display_name,
        "role": agent.role,
        "team": agent.team,
        "agencies": agent.agencies,
        "languages": agent.languages,
        "capacity": agent.capacity,
        "presence": on_duty.presence,
        "seen_at": on_duty.seen_at,
        "holding": on_duty.holding,
    }


def account(agent: Agent) -> dict[str, Any]:
    """An account, which never holds a password."""
    return {**plain(agent)}


def entries(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Entries of the log."""
    return [
        {
            "seq": event.seq,
            "kind": event.kind,
            "author": event.author,
            "text": event.text,
            "details": plain(event.details),
            "client_id": event.client_id,
            "created_at": event.created_at,
        }
        for event in events
    ]


def noted(notes: Iterable[Note]) -> list[Any]:
    """Private notes."""
    return [plain(note) for note in notes]


def case_line(case: Case) -> dict[str, Any]:
    """A case in a list: without contact details."""
    return {name: value for name, value in plain(case).items() if name not in ("name", "contact")}
