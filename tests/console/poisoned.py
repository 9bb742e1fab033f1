"""A service in which hostile words stand wherever citizens, pages, agents and settings can put any."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert

from bot.answer import Answer, AnswerStatus, Choice, Question
from handoff import tables
from handoff.duty.hours import load
from handoff.events import Author, Draft, EventKind
from handoff.journal import append, locked, shift, state_entry
from handoff.office import Office
from handoff.service import utc_now
from handoff.states import State
from index.passage import Passage
from tests.console.staff import in_office
from tests.console.stub import PAGE
from tests.hostile import PAYLOADS
from tests.web.stub import AROUND_THE_CLOCK, CITATION

ALL = "\n".join(PAYLOADS)
CASE = "C-0000-XXXX"
AGENT = "chief"
"""Who serves the citizen of the long conversation."""


def citation(payload: str) -> dict[str, str]:
    """A source of which every word is hostile."""
    return dict.fromkeys(("url", "title", "site", "agency", "quote", "page_digest", "fetched_at"), payload)


def poisoned(question: Question) -> Answer:
    """An answer that consists of hostile words, sources among them."""
    cited = tuple(replace(CITATION, url=one, title=one, site=one, agency=one, quote=one) for one in PAYLOADS)
    choices = tuple(Choice(one, one, one) for one in PAYLOADS)
    return Answer(AnswerStatus.ANSWERED, question.text, 0.9, cited, choices, agencies=PAYLOADS)


class PoisonedIndex:
    """Finds pages of which every word is hostile."""

    async def passages(self, words: str, limit: int) -> Sequence[Passage]:
        fields = ("url", "title", "site", "agency", "heading", "text")
        return [replace(PAGE, **dict.fromkeys(fields, one)) for one in PAYLOADS]


def said(payload: str) -> Iterator[Draft]:
    """One round of a conversation: everybody says it, and every fact of what they say is it."""
    named = {"agent": payload, "agent_name": payload}
    facts = named | {"citations": [citation(payload)], "occasion": payload, "offers": [payload]}
    answer = facts | {"status": payload, "confidence": 0.4, "agencies": [payload], "handoff": payload}
    yield Draft(EventKind.MESSAGE, Author.CITIZEN, payload)
    yield Draft(EventKind.MESSAGE, Author.BOT, f"{payload}\n- {payload}\n1. {payload}", answer)
    yield Draft(EventKind.MESSAGE, Author.AGENT, payload, facts)
    yield Draft(EventKind.MESSAGE, Author.SYSTEM, payload, facts)
    moved = named | {"wish": payload, "outcome": payload}
    yield state_entry(State.HUMAN, payload, moved)


def asking_back() -> Draft:
    """The last word, whose choices are still to be tapped."""
    choices = [{"label": one, "agency": one, "url": one} for one in PAYLOADS]
    return Draft(EventKind.MESSAGE, Author.BOT, ALL, {"status": "clarify", "choices": choices})


@dataclass(frozen=True)
class Poisoned:
    """The long conversation's key, and how many conversations there are beside it."""

    id: str
    token: str
    others: int = len(PAYLOADS)


def poison(folder: Path) -> Poisoned:
    """Fill the database of a folder."""
    poisoned: Poisoned = in_office(folder, _poison)
    return poisoned


async def _poison(office: Office) -> Poisoned:
    opened = await office.log.open("zh-TW")
    others = [(await office.log.open(payload[:35])).id for payload in PAYLOADS]

    def work(connection: Connection) -> None:
        _talk(connection, opened.id)
        for id_, payload in zip(others, PAYLOADS, strict=True):
            append(
                connection, locked(connection, id_), [Draft(EventKind.MESSAGE, Author.CITIZEN, payload)], NOW
            )
        for table, rows in chain(_beside(opened.id), _of_the_office(others)):
            connection.execute(insert(table), list(rows))

    await office.storage.writer.run(work)
    return Poisoned(opened.id, opened.token)


NOW = utc_now()
SOON = NOW + timedelta(hours=1)
FIRST_DAY = date(2030, 1, 1)
Rows = tuple[Table, Iterable[dict[str, Any]]]


def _talk(connection: Connection, id_: str) -> None:
    rounds = list(chain.from_iterable(map(said, PAYLOADS)))
    shift(connection, locked(connection, id_), State.HUMAN, [*rounds, asking_back()], now=NOW, agent=AGENT)


def _beside(id_: str) -> Iterator[Rows]:
    """What is kept beside the long conversation."""
    own = {"conversation_id": id_}
    yield (
        tables.notes,
        (own | {"agent": one, "addressee": one, "text": one, "created_at": NOW} for one in PAYLOADS),
    )
    yield tables.tags, (own | {"tag": one} for one in PAYLOADS)
    yield tables.previews, [own | {"text": ALL, "at": SOON}]
    yield tables.satisfaction, [own | {"score": 1, "comment": ALL, "at": NOW}]
    yield (
        tables.cases,
        [_case(CASE, id_, ALL), *(_case(f"C-{n}", id_, one) for n, one in enumerate(PAYLOADS))],
    )
    noted = {"case_number": CASE, "created_at": NOW}
    yield tables.case_notes, (noted | {"agent": one, "text": one} for one in PAYLOADS)


def _case(number: str, id_: str, words: str) -> dict[str, Any]:
    told = dict.fromkeys(
        ("reason", "text", "name", "contact", "report_kind", "what", "place", "since", "answer"), words
    )
    times = dict.fromkeys(("due_at", "created_at", "updated_at"), NOW)
    facts = {
        "conversation_id": id_,
        "client_id": number,
        "state": "open",
        "check_code": "0000",
        "failures": 0,
    }
    return {"number": number, "danger": False, **told, **times, **facts}


def _of_the_office(others: Iterable[str]) -> Iterator[Rows]:
    """What belongs to the agents and their settings."""
    nobody = {"role": "agent", "capacity": 4, "disabled": False, "created_at": NOW}
    yield (
        tables.agents,
        (
            nobody | {"name": one, "display_name": one, "team": one, "agencies": [one], "languages": [one]}
            for one in PAYLOADS
        ),
    )
    yield tables.presences, ({"agent": one, "status": "online", "seen_at": SOON} for one in PAYLOADS)
    yield tables.canned, ({"shortcut": one, "title": one, "text": one, "owner": None} for one in PAYLOADS)
    act = {"at": NOW, "conversation_id": None}
    yield tables.audit, (act | {"agent": one, "act": one, "details": {one: one}} for one in PAYLOADS)
    draft = {
        "question": 1,
        "version": 0,
        "confidence": 0.5,
        "created_at": NOW,
        "due_at": SOON,
        "final_text": "",
    }
    yield (
        tables.held,
        (
            draft
            | {"conversation_id": id_, "topic": one, "text": one, "details": {"citations": [citation(one)]}}
            for id_, one in zip(others, PAYLOADS, strict=True)
        ),
    )
    lane = {"minutes": 60, "topics": [{"label": one, "agencies": [one], "words": [one]} for one in PAYLOADS]}
    facts = [{"text": one, "url": one} for one in PAYLOADS]
    mode = {"typhoon": True, "since": NOW.isoformat(), "facts": facts, "words": list(PAYLOADS)}
    days = (str(FIRST_DAY + timedelta(days=number)) for number in range(len(PAYLOADS)))
    hours = load(AROUND_THE_CLOCK) | {"holidays": dict(zip(days, PAYLOADS, strict=True))}
    for key, value in {"lane": lane, "mode": mode, "hours": hours}.items():
        yield tables.arrangements, [{"key": key, "value": value, "changed_by": ALL, "changed_at": NOW}]
