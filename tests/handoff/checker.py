"""Reads what is stored and says what is wrong with it; it knows the rules from the documents, not from the code."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

MAY_FOLLOW = {
    "bot": {"queued", "human", "closed"},
    "queued": {"human", "bot", "closed"},
    "human": {"human", "queued", "bot", "closed"},
    "closed": set(),
}
WISHES = {"closed_hours", "holiday", "nobody_on_duty", "queue_full", "typhoon"}
"""Reasons of `state` entries that are no move."""


@dataclass(frozen=True)
class Entry:
    """One row of `events`."""

    seq: int
    kind: str
    author: str
    details: dict[str, Any]


def faults(database: str) -> list[str]:
    """Everything that is wrong in a database's conversations, one line each; empty when all is well."""
    with _connected(database) as rows:
        logs: dict[str, list[Entry]] = defaultdict(list)
        query = "SELECT conversation_id, seq, kind, author, details FROM events ORDER BY conversation_id, seq"
        for id_, seq, kind, author, details in rows(query):
            logs[id_].append(Entry(seq, kind, author, _document(details)))
        standing = {
            row[0]: row[1:] for row in rows("SELECT id, state, version, last_seq, agent FROM conversations")
        }
        tickets = defaultdict(list)
        for id_, claimed, agent in rows(
            "SELECT conversation_id, claimed_at, agent FROM tickets WHERE ended_at IS NULL"
        ):
            tickets[id_].append((claimed is not None, agent))
        questions = {tuple(row) for row in rows("SELECT conversation_id, seq FROM questions")}
    found = [f"{id_}: entries of no conversation" for id_ in logs if id_ not in standing]
    for id_, (state, version, last_seq, agent) in standing.items():
        entries = logs[id_]
        found += (f"{id_}: {fault}" for fault in _of_the_log(entries))
        found += (f"{id_}: {fault}" for fault in _of_the_row(entries, state, version, last_seq, agent))
        found += (f"{id_}: {fault}" for fault in _of_the_tickets(tickets[id_], state, agent))
        if state != "bot" and any(one == id_ for one, _ in questions):
            found.append(f"{id_}: the bot still owes an answer in state {state}")
    return found


def lost(database: str, acknowledged: Iterable[tuple[str, int]]) -> list[str]:
    """Places of logs that were acknowledged and hold nothing."""
    with _connected(database) as rows:
        kept = {(id_, seq) for id_, seq in rows("SELECT conversation_id, seq FROM events")}
    return [f"{id_}: nothing at {seq}" for id_, seq in acknowledged if (id_, seq) not in kept]


def _of_the_log(entries: Iterable[Entry]) -> Iterator[str]:
    state, owner, answered, asked = "bot", None, set(), set()
    for place, entry in enumerate(entries, 1):
        if entry.seq != place:
            yield f"seq {entry.seq} stands at place {place}"
        if entry.kind == "state" and entry.details["reason"] not in WISHES:
            if entry.details["state"] not in MAY_FOLLOW[state]:
                yield f"{state} became {entry.details['state']} at {entry.seq}"
            state = entry.details["state"]
            owner = entry.details.get("agent") if state == "human" else None
            if state == "human" and owner is None:
                yield f"nobody's turn at {entry.seq}"
        elif entry.author == "bot":
            if state != "bot":
                yield f"the bot spoke in state {state} at {entry.seq}"
            if entry.details["answers"] in answered:
                yield f"{entry.details['answers']} was answered twice"
            if entry.details["answers"] not in asked:
                yield f"{entry.details['answers']} was answered and not asked"
            answered.add(entry.details["answers"])
        elif entry.author == "agent" and (state, owner) != ("human", entry.details["agent"]):
            yield f"agent {entry.details['agent']} spoke in state {state} of {owner} at {entry.seq}"
        elif entry.author == "citizen":
            asked.add(entry.seq)


def _of_the_row(
    entries: list[Entry], state: str, version: int, last_seq: int, agent: str | None
) -> Iterator[str]:
    moves = [entry for entry in entries if entry.kind == "state" and entry.details["reason"] not in WISHES]
    last = moves[-1].details if moves else {"state": "bot"}
    if state != last["state"]:
        yield f"the row says {state}, the log {last['state']}"
    if version != 1 + len(moves):
        yield f"version {version} after {len(moves)} moves"
    if last_seq != len(entries):
        yield f"last_seq {last_seq} with {len(entries)} entries"
    if agent != (last.get("agent") if state == "human" else None):
        yield f"the row says agent {agent}, the log {last.get('agent')}"


def _of_the_tickets(tickets: list[tuple[bool, str | None]], state: str, agent: str | None) -> Iterator[str]:
    expected = {"queued": [(False, None)], "human": [(True, agent)]}.get(state, [])
    if tickets != expected:
        yield f"tickets {tickets} in state {state}"


@contextmanager
def _connected(database: str) -> Iterator[Callable[[str], list[Any]]]:
    """Runs queries on a database of either kind."""
    connection: Any
    if database.startswith("sqlite"):
        connection = sqlite3.connect(database.removeprefix("sqlite:///"))
    else:
        connection = psycopg.connect(database)
    try:
        yield lambda query: connection.execute(query).fetchall()
    finally:
        connection.close()


def _document(details: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(details) if isinstance(details, str) else details
    return document
